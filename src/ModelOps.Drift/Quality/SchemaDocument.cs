namespace ModelOps.Drift.Quality;

/// <summary>The stored form of a schema. Properties are settable, so that what a file leaves out keeps its default.</summary>
internal sealed class SchemaDocument
{
    internal const string ExpectedFormat = "modelops-data-schema";
    internal const int CurrentVersion = 1;

    public required string Format { get; set; }

    public required int Version { get; set; }

    public required ColumnDocument[] Columns { get; set; }

    public ColumnComparison[] Comparisons { get; set; } = [];

    public long? MinRows { get; set; }

    public long? MaxRows { get; set; }

    public bool RefusesUnknownColumns { get; set; }

    internal static SchemaDocument From(DataSchema schema) => new()
    {
        Format = ExpectedFormat,
        Version = CurrentVersion,
        Columns = [.. schema.Columns.Select(ColumnDocument.From)],
        Comparisons = [.. schema.Comparisons],
        MinRows = schema.MinRows,
        MaxRows = schema.MaxRows,
        RefusesUnknownColumns = schema.RefusesUnknownColumns,
    };

    // Arrays may hold null whatever their element type says; SchemaProblems finds it.
    internal DataSchema ToSchema() => new()
    {
        Columns = [.. Columns.Select(static column => column?.ToRule()!)],
        Comparisons = Comparisons,
        MinRows = MinRows,
        MaxRows = MaxRows,
        RefusesUnknownColumns = RefusesUnknownColumns,
    };
}
