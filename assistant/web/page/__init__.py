"""The chat page: the Gradio tabs, what they show, and the server around them."""
