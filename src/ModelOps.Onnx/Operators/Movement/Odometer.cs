using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Walks over the places of a shape, and tells where each one is in a tensor of another shape, one axis left out.</summary>
internal sealed class Odometer
{
    private readonly int[] _shape = new int[Value.MaxRank];
    private readonly int[] _strides = new int[Value.MaxRank];
    private readonly int[] _index = new int[Value.MaxRank];
    private int _rank;

    /// <summary>Where the tensor's element is whose index on the axis left out is 0.</summary>
    public int Offset { get; private set; }

    /// <summary>How far apart elements are on the axis left out.</summary>
    public int SkippedStride { get; private set; }

    /// <summary>Takes both shapes, of one rank.</summary>
    /// <param name="walked">The shape to walk over.</param>
    /// <param name="tensor">Shape of the tensor.</param>
    /// <param name="skipped">The axis to leave out; -1 for none.</param>
    public void Bind(ReadOnlySpan<int> walked, ReadOnlySpan<int> tensor, int skipped)
    {
        _rank = walked.Length;
        walked.CopyTo(_shape);
        Strides.RowMajor(tensor, _strides);
        if (skipped < 0) { return; }
        SkippedStride = _strides[skipped];
        _strides[skipped] = 0;
    }

    /// <summary>Goes to the first place.</summary>
    public void Start()
    {
        Offset = 0;
        Array.Clear(_index);
    }

    /// <summary>Goes to the next place; behind the last one to the first.</summary>
    public void Next()
    {
        for (int d = _rank - 1; d >= 0; d--)
        {
            Offset += _strides[d];
            if (++_index[d] < _shape[d]) { return; }
            Offset -= _strides[d] * _shape[d];
            _index[d] = 0;
        }
    }
}
