namespace ModelOps.Registry;

/// <summary>How much it is.</summary>
/// <param name="Count">Contents, or fetched versions.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record GarbageCount(long Count, long Bytes);
