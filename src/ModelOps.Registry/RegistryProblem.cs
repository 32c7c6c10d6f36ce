namespace ModelOps.Registry;

/// <summary>One thing that is wrong in a registry.</summary>
/// <param name="Kind">What sort of thing.</param>
/// <param name="Subject">What it is about: <c>event 7</c>, <c>demand:3</c>, <c>demand@champion</c> or a digest.</param>
/// <param name="Message">What was expected and what is there, for people.</param>
public sealed record RegistryProblem(RegistryProblemKind Kind, string Subject, string Message);
