using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>Keys or values of the past, <c>[batch, heads, length, size]</c>, and those of now behind them.</summary>
/// <param name="past">Those of the past, if there are any.</param>
/// <param name="present">Receives both, if somebody asks for them.</param>
internal sealed unsafe class KeyCache(Value? past, Value? present)
{
    private HeadGrid _now;
    private int _pastRows;

    /// <summary>Whether past and present are brought together; else those of now are used where they lie.</summary>
    public bool IsUsed => past is not null || present is not null;

    /// <summary>Takes the shapes.</summary>
    /// <param name="now">Keys or values of now.</param>
    /// <param name="scratch">Floats of scratch memory that a run needs.</param>
    /// <returns>Where all of them lie.</returns>
    public HeadGrid Bind(in HeadGrid now, out long scratch)
    {
        scratch = 0;
        if (!IsUsed) { return now; }
        if (past is not null && (past.Rank != 4 || past.Shape[0] != now.Batch || past.Shape[1] != now.Heads || past.Shape[3] != now.Size))
        {
            throw new ShapeException($"{past} is not [{now.Batch},{now.Heads},length,{now.Size}]");
        }

        _now = now;
        _pastRows = past is null ? 0 : past.Shape[2];
        if ((long)_pastRows + now.Rows > int.MaxValue) { throw new ShapeException($"{past} and what follows are more than {int.MaxValue} places"); }
        HeadGrid all = HeadGrid.Apart(now.Batch, now.Heads, _pastRows + now.Rows, now.Size);
        present?.SetShape(all.Batch, all.Heads, all.Rows, all.Size);
        if (present is null) { scratch = (long)all.Batch * all.BatchStride; }
        return all;
    }

    /// <summary>Brings both together.</summary>
    /// <returns>Where they are.</returns>
    public float* Run(float* now, float* scratch)
    {
        if (!IsUsed) { return now; }
        float* start = present is null ? scratch : (float*)present.Data;
        float* to = start;
        int old = _pastRows * _now.Size;
        for (int batch = 0; batch < _now.Batch; batch++)
        {
            for (int head = 0; head < _now.Heads; head++)
            {
                if (old > 0) { new ReadOnlySpan<float>((float*)past!.Data + (((nint)batch * _now.Heads) + head) * old, old).CopyTo(new Span<float>(to, old)); }
                to += old;
                float* from = _now.At(now, batch, head);
                for (int row = 0; row < _now.Rows; row++, from += _now.RowStride, to += _now.Size)
                {
                    new ReadOnlySpan<float>(from, _now.Size).CopyTo(new Span<float>(to, _now.Size));
                }
            }
        }

        return start;
    }
}
