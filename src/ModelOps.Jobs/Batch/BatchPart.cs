namespace ModelOps.Jobs;

/// <summary>What a finished part holds; its file is the last thing that is written of it.</summary>
/// <param name="Rows">Rows of the input.</param>
/// <param name="Scored">Rows of the output.</param>
/// <param name="ModelVersion">Version that answered; null when no row was scored.</param>
/// <param name="Columns">Columns of the output; null when no row was scored.</param>
internal sealed record BatchPart(long Rows, long Scored, string? ModelVersion, IReadOnlyList<string>? Columns);
