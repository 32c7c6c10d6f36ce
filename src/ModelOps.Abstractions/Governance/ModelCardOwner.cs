namespace ModelOps;

/// <summary>Who answers for a model.</summary>
/// <param name="Name">Name of a person or team.</param>
/// <param name="Contact">How to reach them, e.g. an e-mail address; null when nothing is said.</param>
public sealed record ModelCardOwner(string Name, string? Contact = null);
