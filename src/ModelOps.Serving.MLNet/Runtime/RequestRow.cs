using Microsoft.ML;
using Microsoft.ML.Data;

namespace ModelOps.Serving.MLNet.Runtime;

/// <summary>The row that ML.NET reads: one row of a request's tensors, moved from row to row.</summary>
internal sealed class RequestRow : DataViewRow
{
    private readonly InputColumn?[] _columns;
    private long _position = -1;

    public RequestRow(DataViewSchema schema, IReadOnlyList<DataViewSchema.Column> columns, IReadOnlyList<TensorSpec> specs)
    {
        Schema = schema;
        _columns = new InputColumn?[schema.Count];
        for (int i = 0; i < columns.Count; i++) { _columns[columns[i].Index] = InputColumn.Create(columns[i], specs[i]); }
    }

    public override DataViewSchema Schema { get; }

    /// <summary>Grows over all calls and never repeats: ML.NET keeps intermediate values for as long as it stays the same.</summary>
    public override long Position => _position;

    public override long Batch => 0;

    public void Bind(InferenceRequest? request)
    {
        foreach (InputColumn? column in _columns) { column?.Bind(request); }
    }

    public void MoveTo(int row)
    {
        _position++;
        foreach (InputColumn? column in _columns)
        {
            if (column is not null) { column.Row = row; }
        }
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _columns[column.Index] is not null;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        _columns[column.Index]?.Getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException($"Column '{column.Name}' is not read as {typeof(TValue)} here.");

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);
}
