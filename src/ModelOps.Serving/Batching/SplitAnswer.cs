namespace ModelOps.Serving.Batching;

/// <summary>The answer of a call with more rows than a run may have, put together from those of its parts.</summary>
internal sealed class SplitAnswer : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedList<int, InferenceResponse> _parts = [];
    private bool _isDisposed;

    /// <summary>Takes over a part.</summary>
    /// <param name="offset">Its first row.</param>
    /// <param name="part">Its outputs; disposed with this.</param>
    public void Add(int offset, InferenceResponse part)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _parts.Add(offset, part);
                return;
            }
        }

        part.Dispose();
    }

    /// <summary>Writes the whole answer.</summary>
    /// <exception cref="InvalidOperationException">The parts do not fit together.</exception>
    public void WriteTo(InferenceResponse response, int rows)
    {
        lock (_lock)
        {
            InferenceTensorCollection first = _parts.Values[0].Outputs;
            for (int i = 0; i < first.Count; i++)
            {
                long[] shape = first[i].Shape.ToArray();
                shape[0] = rows;
                Join(i, response.Outputs.Add(first[i].Name, first[i].DataType, shape));
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            foreach (InferenceResponse part in _parts.Values) { part.Dispose(); }
            _parts.Clear();
        }
    }

    private void Join(int index, InferenceTensor whole)
    {
        int at = 0;
        foreach (InferenceResponse response in _parts.Values)
        {
            InferenceTensor part = response.Outputs[index];
            if (!part.Shape[1..].SequenceEqual(whole.Shape[1..])) { throw new InvalidOperationException($"Output '{whole.Name}' has other dimensions in other rows."); }
            if (whole.DataType != TensorDataType.Bytes)
            {
                part.Bytes.CopyTo(whole.Bytes[at..]);
                at += part.ByteLength;
                continue;
            }

            foreach (ReadOnlySpan<byte> element in part.EnumerateElements()) { whole.AppendElement(element); }
        }
    }
}
