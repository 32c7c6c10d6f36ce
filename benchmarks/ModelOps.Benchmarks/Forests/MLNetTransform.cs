using Microsoft.ML;
using Microsoft.ML.Data;

namespace ModelOps.Benchmarks.Forests;

/// <summary>A peer: ML.NET's transformer over batches of rows, read with a cursor.</summary>
internal sealed class MLNetTransform : IForestPeer
{
    private readonly MLNetTrainedForest _forest;
    private readonly IDataView[] _batches;
    private int _next;

    public MLNetTransform(MLNetTrainedForest forest, float[] rows, int batch)
    {
        _forest = forest;
        _batches = [.. MLNetTrainedForest.Split(rows).Chunk(batch).Select(each => forest.Context.Data.LoadFromEnumerable(each))];
        Output = new float[batch];
    }

    public string Name => "ML.NET Transform";

    public float[] Output { get; }

    public void Run()
    {
        IDataView scored = _forest.Model.Transform(_batches[_next]);
        DataViewSchema.Column column = scored.Schema["Score"];
        using (DataViewRowCursor cursor = scored.GetRowCursor([column]))
        {
            ValueGetter<float> read = cursor.GetGetter<float>(column);
            for (int i = 0; cursor.MoveNext(); i++) { read(ref Output[i]); }
        }

        _next = _next + 1 == _batches.Length ? 0 : _next + 1;
    }

    public void Dispose()
    {
        // Nothing here holds more than memory.
    }
}
