namespace ModelOps.Registry.Dvc;

/// <summary>One content with the name it goes by in messages.</summary>
internal sealed record DvcObject(string Name, string Hash, bool IsLegacy);
