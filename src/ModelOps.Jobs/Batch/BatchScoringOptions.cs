namespace ModelOps.Jobs;

/// <summary>What to score: a file of rows, a model, and where the answers go.</summary>
/// <remarks>Paths are paths of this machine. Do not take them from callers: whoever names them reads and writes files as this process.</remarks>
public sealed record BatchScoringOptions
{
    /// <summary>File to read: <c>.csv</c> (UTF-8, a header, quotes as in RFC 4180) or <c>.parquet</c> (flat columns).</summary>
    public required string InputPath { get; init; }

    /// <summary>File to write: <c>.csv</c> or <c>.parquet</c>. It appears whole, at the end. Until then the parts lie in the folder of this name and
    /// <c>.parts</c>. Beside it lie files of this name and <c>.report.json</c>, by which the same work is known again, and <c>.errors.csv</c> with the rows that were skipped.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Which model, and which version or alias of it. All rows are answered by one version, or the run fails.</summary>
    public required ModelReference Model { get; init; }

    /// <summary>Which columns fill which input; empty (the default) fills each input by the column of its name.</summary>
    public IReadOnlyList<BatchInput> Inputs { get; init; } = [];

    /// <summary>Columns of the input to repeat in the output, before the model's; null (the default) for all.</summary>
    public IReadOnlyList<string>? KeepColumns { get; init; }

    /// <summary>Rows in one call of the model; 1 to 1,000,000, default 1,024.</summary>
    public int RowsPerCall { get; init; } = 1024;

    /// <summary>Rows in one part, which a killed run need not score again; in Parquet also those of one row group. <see cref="RowsPerCall"/> to 10,000,000, default 65,536.</summary>
    public int RowsPerPart { get; init; } = 65_536;

    /// <summary>What becomes of rows that cannot be scored. Default <see cref="BadRowPolicy.Fail"/>.</summary>
    public BadRowPolicy BadRows { get; init; }

    /// <summary>Whether an output that exists is replaced. Default false: the run is refused, unless the output came from the very same work.</summary>
    public bool Overwrite { get; init; }
}
