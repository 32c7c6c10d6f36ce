using System.Runtime.ExceptionServices;

namespace ModelOps.Onnx.Execution;

/// <summary>Splits the rows of a big batch over threads.</summary>
internal static class Lanes
{
    /// <summary>Runs a bound frame by several threads, if the plan and the batch allow it.</summary>
    /// <returns>Whether it did; else nothing has happened.</returns>
    public static bool TryRun(Plan plan, FramePool frames, Frame frame, SimdModelOptions options, CancellationToken cancellationToken)
    {
        // A single dimension may be what a softmax or a product sums over, so it is not taken for rows.
        int rows = frame.Inputs.Length > 0 && frame.Inputs[0].Rank > 1 ? frame.Inputs[0].Shape[0] : 0;
        int lanes = Math.Min(options.MaxDegreeOfParallelism, rows / options.MinRowsPerThread);
        if (lanes < 2 || !plan.IsRowWise || !frame.KeepsRows || !HaveRows(frame.Inputs, rows) || !HaveRows(frame.Outputs, rows)) { return false; }
        try
        {
            Parallel.For(0, lanes, new ParallelOptions { MaxDegreeOfParallelism = lanes, CancellationToken = cancellationToken }, lane =>
            {
                int first = (int)((long)rows * lane / lanes);
                Run(frames, frame, first, (int)((long)rows * (lane + 1) / lanes) - first, cancellationToken);
            });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return true;
    }

    private static bool HaveRows(Value[] values, int rows)
    {
        foreach (Value value in values)
        {
            if (value.Rank == 0 || value.Shape[0] != rows || value.IsKnown) { return false; }
        }

        return true;
    }

    private static void Run(FramePool frames, Frame whole, int first, int count, CancellationToken cancellationToken)
    {
        Frame part = frames.Rent();
        try
        {
            for (int i = 0; i < part.Inputs.Length; i++)
            {
                int[] shape = whole.Inputs[i].Shape.ToArray();
                shape[0] = count;
                part.Reshape(i, shape);
                CopyRows(whole.Inputs[i], first, part.Inputs[i], 0, count);
            }

            if (!part.IsBound) { part.Bind(); }
            part.Run(cancellationToken);
            for (int i = 0; i < part.Outputs.Length; i++) { CopyRows(part.Outputs[i], 0, whole.Outputs[i], first, count); }
        }
        finally
        {
            frames.Return(part);
        }
    }

    private static void CopyRows(Value from, int fromRow, Value to, int toRow, int count)
    {
        if (from.Type == OnnxElementType.String)
        {
            int length = from.Count / Math.Max(1, from.Shape[0]);
            from.Texts.Slice(fromRow * length, count * length).CopyTo(to.Texts[(toRow * length)..]);
            return;
        }

        int bytes = from.ByteLength / Math.Max(1, from.Shape[0]);
        from.Elements().Slice(fromRow * bytes, count * bytes).CopyTo(to.Elements()[(toRow * bytes)..]);
    }
}
