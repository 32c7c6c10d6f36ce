namespace ModelOps.Load;

/// <summary>A stretch of load of one kind.</summary>
/// <param name="Duration">How long calls are begun.</param>
internal abstract record LoadStep(TimeSpan Duration);
