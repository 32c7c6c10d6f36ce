namespace ModelOps.Serving.InputRules;

/// <summary>A rule of code.</summary>
internal sealed record InputCheck(string Rule, string Expected, Func<InferenceTensorCollection, long> FindRow, string? Input);
