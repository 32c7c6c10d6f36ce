namespace ModelOps.Jobs;

/// <summary>The payload of a job that scores a file.</summary>
internal sealed record BatchJob
{
    public required string InputPath { get; init; }

    public required string OutputPath { get; init; }

    public IReadOnlyList<BatchInput> Inputs { get; init; } = [];

    public IReadOnlyList<string>? KeepColumns { get; init; }

    public int RowsPerCall { get; init; }

    public int RowsPerPart { get; init; }

    public BadRowPolicy BadRows { get; init; }

    public bool Overwrite { get; init; }

    public static BatchJob Of(BatchScoringOptions options) => new()
    {
        InputPath = Path.GetFullPath(options.InputPath),
        OutputPath = Path.GetFullPath(options.OutputPath),
        Inputs = options.Inputs,
        KeepColumns = options.KeepColumns,
        RowsPerCall = options.RowsPerCall,
        RowsPerPart = options.RowsPerPart,
        BadRows = options.BadRows,
        Overwrite = options.Overwrite,
    };

    public BatchScoringOptions ToOptions(ModelReference model) => new()
    {
        InputPath = InputPath,
        OutputPath = OutputPath,
        Model = model,
        Inputs = Inputs,
        KeepColumns = KeepColumns,
        RowsPerCall = RowsPerCall,
        RowsPerPart = RowsPerPart,
        BadRows = BadRows,
        Overwrite = Overwrite,
    };
}
