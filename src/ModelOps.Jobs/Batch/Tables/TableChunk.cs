namespace ModelOps.Jobs;

/// <summary>Some rows of a table.</summary>
/// <param name="Columns">Columns, all of the same number of rows.</param>
/// <param name="Errors">What is wrong with each row as the file has it; null for nothing.</param>
internal sealed record TableChunk(IReadOnlyList<TableColumn> Columns, string?[] Errors)
{
    public int Count => Errors.Length;

    public TableColumn Column(string name) => Columns.First(c => c.Name == name);
}
