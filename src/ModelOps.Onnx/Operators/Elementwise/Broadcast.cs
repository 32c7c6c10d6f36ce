using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>How elements of several operands meet in a result of their common shape: runs, in each of which an operand goes on by one element or stays.</summary>
/// <remarks>Dimensions that all operands walk through alike are joined, so equal shapes, and a scalar beside any shape, are a single run.
/// Rules: ONNX, "Multidirectional Broadcasting".</remarks>
internal sealed class Broadcast
{
    private readonly int _operands;
    private readonly int[] _dimensions = new int[Value.MaxRank];
    private readonly int[] _index = new int[Value.MaxRank];
    private readonly int[] _strides;
    private readonly int[] _offsets;
    private readonly int[] _passed;
    private int _rank;

    /// <summary>Prepares for a number of operands.</summary>
    public Broadcast(int operands)
    {
        _operands = operands;
        _strides = new int[operands * Value.MaxRank];
        _offsets = new int[operands];
        _passed = new int[operands];
    }

    /// <summary>Elements of a run.</summary>
    public int Length { get; private set; }

    /// <summary>Number of runs.</summary>
    public int Runs { get; private set; }

    /// <summary>Whether row <c>i</c> of the result needs row <c>i</c> of the operands alone, those that are known being whole in every row.</summary>
    public bool KeepsRows { get; private set; }

    /// <summary>Takes the shapes of the operands and gives the result its own.</summary>
    /// <exception cref="ShapeException">The shapes do not fit each other.</exception>
    public void Bind(ReadOnlySpan<Value?> operands, Value result)
    {
        Span<int> shape = stackalloc int[Value.MaxRank];
        int rank = 0;
        foreach (Value? operand in operands) { rank = Math.Max(rank, operand!.Rank); }
        shape = shape[..rank];
        shape.Fill(1);
        foreach (Value? operand in operands) { Join(operand!, operands, shape); }
        result.SetShape(shape);
        KeepsRows = true;
        foreach (Value? operand in operands)
        {
            bool isWhole = operand!.Rank < rank || rank == 0 || operand.Shape[0] == 1;
            KeepsRows &= operand.IsKnown ? isWhole : operand.Rank == rank && rank > 0 && operand.Shape[0] == shape[0];
        }

        JoinDimensions(operands, shape);
    }

    /// <summary>How far an operand goes on with each element of a run: 1, or 0.</summary>
    public int Step(int operand) => _strides[operand * Value.MaxRank];

    /// <summary>Where an operand is at the start of the run.</summary>
    public int Offset(int operand) => _offsets[operand];

    /// <summary>Goes to the first run.</summary>
    public void Start()
    {
        Array.Clear(_offsets);
        Array.Clear(_index);
    }

    /// <summary>Goes to the next run.</summary>
    public void Next()
    {
        for (int d = 1; d < _rank; d++)
        {
            bool isLast = ++_index[d] == _dimensions[d];
            for (int k = 0; k < _operands; k++)
            {
                int stride = _strides[(k * Value.MaxRank) + d];
                _offsets[k] += isLast ? stride * (1 - _dimensions[d]) : stride;
            }

            if (!isLast) { return; }
            _index[d] = 0;
        }
    }

    private static void Join(Value operand, ReadOnlySpan<Value?> operands, Span<int> shape)
    {
        for (int i = 1; i <= operand.Rank; i++)
        {
            int dimension = operand.Shape[^i];
            if (dimension == 1) { continue; }
            if (shape[^i] != 1 && shape[^i] != dimension)
            {
                throw new ShapeException($"{string.Join(" and ", operands.ToArray().Select(static o => o!.ToString()))} do not fit each other");
            }

            shape[^i] = dimension;
        }
    }

    /// <summary>Fills dimensions and strides, the innermost first.</summary>
    private void JoinDimensions(ReadOnlySpan<Value?> operands, ReadOnlySpan<int> shape)
    {
        Span<int> passed = _passed;
        Span<int> strides = _offsets;
        passed.Fill(1);
        _rank = 0;
        for (int i = 1; i <= shape.Length; i++)
        {
            int dimension = shape[^i];
            bool goesOn = _rank > 0;
            for (int k = 0; k < _operands; k++)
            {
                int own = i <= operands[k]!.Rank ? operands[k]!.Shape[^i] : 1;
                strides[k] = own == 1 ? 0 : passed[k];
                passed[k] *= own;
                goesOn = goesOn && strides[k] == _strides[(k * Value.MaxRank) + _rank - 1] * _dimensions[_rank - 1];
            }

            if (dimension == 1) { continue; }
            if (goesOn) { _dimensions[_rank - 1] *= dimension; }
            else
            {
                _dimensions[_rank] = dimension;
                for (int k = 0; k < _operands; k++) { _strides[(k * Value.MaxRank) + _rank] = strides[k]; }
                _rank++;
            }
        }

        if (_rank == 0)
        {
            _rank = 1;
            _dimensions[0] = 1;
            for (int k = 0; k < _operands; k++) { _strides[k * Value.MaxRank] = 1; }
        }

        Length = _dimensions[0];
        Runs = 1;
        for (int d = 1; d < _rank; d++) { Runs *= _dimensions[d]; }
        if (Length == 0) { Runs = 0; }
    }
}
