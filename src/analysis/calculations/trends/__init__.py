"""What changed over time: five-point trends and control charts."""
