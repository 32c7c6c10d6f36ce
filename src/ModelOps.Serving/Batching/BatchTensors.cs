namespace ModelOps.Serving.Batching;

/// <summary>Puts rows of several requests into one, and hands the rows of its answer out.</summary>
internal static class BatchTensors
{
    private const int MaxStackRank = 16;

    /// <summary>Adds one input of a run: the rows of the slices one after another, then copies of the last up to the size of the run.</summary>
    /// <param name="run">Request of the run.</param>
    /// <param name="input">The input.</param>
    /// <param name="index">Its place in requests, as a rule.</param>
    /// <param name="slices">The rows.</param>
    /// <param name="rows">Rows of the run, at least those of the slices.</param>
    public static void Gather(InferenceRequest run, BatchInput input, int index, ReadOnlySpan<BatchSlice> slices, int rows)
    {
        Span<long> shape = input.RowShape.Length < MaxStackRank ? stackalloc long[input.RowShape.Length + 1] : new long[input.RowShape.Length + 1];
        shape[0] = rows;
        input.RowShape.CopyTo(shape[1..]);
        InferenceTensor target = run.Inputs.Add(input.Name, input.DataType, shape);
        int filled = 0;
        foreach (BatchSlice slice in slices)
        {
            Copy(input.Find(slice.Call.Request.Inputs, index)!, slice.Offset, slice.Rows, target, filled);
            filled += slice.Rows;
        }

        BatchSlice last = slices[^1];
        for (; filled < rows; filled++) { Copy(input.Find(last.Call.Request.Inputs, index)!, last.Offset + last.Rows - 1, 1, target, filled); }
    }

    /// <summary>Whether every output has the rows of the run, so that they can be told apart.</summary>
    public static bool HaveRows(InferenceTensorCollection outputs, int rows)
    {
        for (int i = 0; i < outputs.Count; i++)
        {
            if (outputs[i].Shape.Length == 0 || outputs[i].Shape[0] != rows) { return false; }
        }

        return true;
    }

    /// <summary>Adds rows of an output to a response.</summary>
    public static void Scatter(InferenceTensor output, int offset, int rows, InferenceResponse response)
    {
        int rank = output.Shape.Length;
        Span<long> shape = rank <= MaxStackRank ? stackalloc long[rank] : new long[rank];
        output.Shape.CopyTo(shape);
        shape[0] = rows;
        Copy(output, offset, rows, response.Outputs.Add(output.Name, output.DataType, shape), 0);
    }

    /// <summary>Adds an output as it is.</summary>
    public static void CopyWhole(InferenceTensor output, InferenceResponse response)
    {
        InferenceTensor copy = response.Outputs.Add(output.Name, output.DataType, output.Shape);
        if (output.DataType != TensorDataType.Bytes)
        {
            output.Bytes.CopyTo(copy.Bytes);
            return;
        }

        foreach (ReadOnlySpan<byte> element in output.EnumerateElements()) { copy.AppendElement(element); }
    }

    /// <summary>Copies rows of one tensor to another, whose rows before are filled.</summary>
    public static void Copy(InferenceTensor source, int from, int rows, InferenceTensor target, int to)
    {
        if (source.DataType != TensorDataType.Bytes)
        {
            int row = (int)(source.ByteLength / source.Shape[0]);
            source.Bytes.Slice(from * row, rows * row).CopyTo(target.Bytes[(to * row)..]);
            return;
        }

        long elements = source.ElementCount / source.Shape[0];
        long at = 0;
        foreach (ReadOnlySpan<byte> element in source.EnumerateElements())
        {
            if (at >= from * elements && at < (from + rows) * elements) { target.AppendElement(element); }
            if (++at >= (from + rows) * elements) { break; }
        }
    }
}
