namespace ModelOps;

/// <summary>How far a job is.</summary>
/// <param name="Done">Rows done; 0 or more.</param>
/// <param name="Total">Rows in all; null while that is not known.</param>
public sealed record InferenceJobProgress(long Done, long? Total);
