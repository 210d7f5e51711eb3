"""OpenAPI documents as they are published: reading them safely, finding one's way in them, knowing the lines."""
