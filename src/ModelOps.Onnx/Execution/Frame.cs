using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Execution;

/// <summary>What one call at a time runs in: values, steps and their memory, for the shapes of the last call. Calls of the same shapes just run.</summary>
internal sealed unsafe class Frame
{
    /// <summary>Largest value that is computed ahead of the call when it is known; larger ones are computed in each call.</summary>
    private const int MaxKnownBytes = 1 << 20;

    private readonly Plan _plan;
    private readonly Value?[] _values;
    private readonly AlignedMemory?[] _own;
    private readonly Step[] _steps;
    private readonly Step[] _active;
    private readonly int[] _bufferBytes;
    private int _activeCount;
    private AlignedMemory _arena = new(0);
    private AlignedMemory _scratch = new(0);
    private Step? _running;
    private long _ownBytes;

    /// <summary>Makes the steps of a plan.</summary>
    /// <exception cref="UnsupportedOnnxModelException">A node lacks inputs or outputs.</exception>
    public Frame(Plan plan)
    {
        _plan = plan;
        _values = new Value?[plan.Values.Length];
        _own = new AlignedMemory?[plan.Values.Length];
        _active = new Step[plan.Nodes.Length];
        _bufferBytes = new int[plan.BufferCount];
        Inputs = Array.ConvertAll(plan.Inputs, GetValue);
        _steps = Array.ConvertAll(plan.Nodes, CreateStep);
        Outputs = Array.ConvertAll(plan.Outputs, GetValue);
    }

    /// <summary>The values that a call gives.</summary>
    public Value[] Inputs { get; }

    /// <summary>The values that a call gets.</summary>
    public Value[] Outputs { get; }

    /// <summary>Whether the shapes of the inputs are taken, so that it can run.</summary>
    public bool IsBound { get; private set; }

    /// <summary>The node whose shapes did not fit, for the error.</summary>
    public PlanNode? Failed { get; private set; }

    /// <summary>Whether all steps that a call runs keep to their rows, if their nodes do.</summary>
    public bool KeepsRows
    {
        get
        {
            for (int i = 0; i < _activeCount; i++)
            {
                if (!_active[i].KeepsRows) { return false; }
            }

            return true;
        }
    }

    /// <summary>Bytes that the elements of a value take outside the arena.</summary>
    public static long MemoryOf(Value value) => value.Type == OnnxElementType.String ? Math.Max(1, value.Count) * (long)sizeof(nint) : value.ByteLength;

    /// <summary>Tells the shape of an input and gets its memory, which the caller fills.</summary>
    public void Reshape(int input, ReadOnlySpan<int> shape)
    {
        Value value = Inputs[input];
        if (value.Rank == shape.Length && shape.SequenceEqual(value.Shape) && (value.Data is not null || value.Strings.Length > 0)) { return; }
        IsBound = false;
        value.SetShape(shape);
        try
        {
            GiveOwnMemory(_plan.Inputs[input], value);
        }
        catch (ShapeException)
        {
            // Or the same shape would be taken for one that has memory.
            value.Data = null;
            value.Strings = [];
            throw;
        }
    }

    /// <summary>Takes the shapes of the inputs.</summary>
    /// <exception cref="ShapeException">They fit some operator not; <see cref="Failed"/> is its node.</exception>
    /// <exception cref="ElementException">A step cannot take an element that is known already; <see cref="Failed"/> is its node.</exception>
    public void Bind()
    {
        Array.Clear(_bufferBytes);
        _activeCount = 0;
        int scratch = 0;
        for (int i = 0; i < _steps.Length; i++)
        {
            Failed = _plan.Nodes[i];
            foreach (int output in Failed.Outputs)
            {
                if (output >= 0) { _values[output]!.IsKnown = false; }
            }

            _steps[i].Bind();
            if (!TryRunAhead(_steps[i], Failed))
            {
                Demand(Failed);
                _active[_activeCount++] = _steps[i];
                scratch = Math.Max(scratch, _steps[i].ScratchBytes);
            }
        }

        Failed = null;
        LayOut(scratch);
        IsBound = true;
    }

    /// <summary>Runs the steps.</summary>
    /// <exception cref="ElementException">A step cannot take an element; the node is told.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        try
        {
            if (cancellationToken.CanBeCanceled) { RunSteps(cancellationToken); }
            else { RunSteps(); }
        }
        catch (Exception e) when (Faults.IsOne(e))
        {
            throw new ElementException(Faults.Describe(e), e) { Node = _plan.Nodes[Array.IndexOf(_steps, _running)].Label };
        }
    }

    private void RunSteps()
    {
        for (int i = 0; i < _activeCount; i++)
        {
            _running = _active[i];
            _running.Run();
        }
    }

    private void RunSteps(CancellationToken cancellationToken)
    {
        for (int i = 0; i < _activeCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _running = _active[i];
            _running.Run();
        }
    }

    private Step CreateStep(PlanNode node)
    {
        try { return node.Compiled.Create(new NodeValues(Array.ConvertAll(node.Inputs, FindValue), Array.ConvertAll(node.Outputs, FindValue))); }
        catch (Exception e) when (Faults.IsOne(e)) { throw new UnsupportedOnnxModelException([new UnsupportedNode(node.Label, "Values", Faults.Describe(e))]); }
    }

    private Value? FindValue(int index) => index < 0 ? null : GetValue(index);

    private Value GetValue(int index)
    {
        if (_values[index] is { } value) { return value; }
        PlanValue planned = _plan.Values[index];
        value = new Value(planned.Name, planned.Type);
        planned.Constant?.AttachTo(value);
        return _values[index] = value;
    }

    private bool TryRunAhead(Step step, PlanNode node)
    {
        if (!step.NeedsOnlyShapes)
        {
            foreach (int input in node.Inputs)
            {
                if (input >= 0 && !_values[input]!.IsKnown) { return false; }
            }
        }

        foreach (int output in node.Outputs)
        {
            if (output >= 0 && _values[output]!.ByteLength > MaxKnownBytes) { return false; }
        }

        foreach (int output in node.Outputs)
        {
            if (output >= 0) { GiveOwnMemory(output, _values[output]!); }
        }

        GrowScratch(step.ScratchBytes);
        step.Scratch = _scratch.Pointer;
        step.Run();
        foreach (int output in node.Outputs)
        {
            if (output >= 0) { _values[output]!.IsKnown = true; }
        }

        return true;
    }

    private void Demand(PlanNode node)
    {
        foreach (int output in node.Outputs)
        {
            if (output < 0) { continue; }
            Value value = _values[output]!;
            if (value.Type == OnnxElementType.String) { GiveOwnMemory(output, value); }
            else if (_plan.Buffers[output] is >= 0 and int buffer) { _bufferBytes[buffer] = Math.Max(_bufferBytes[buffer], value.ByteLength); }
        }
    }

    private void LayOut(int scratch)
    {
        GrowScratch(scratch);
        long bytes = 0;
        foreach (int length in _bufferBytes) { bytes += AlignedMemory.RoundUp(length); }
        Require(bytes > Array.MaxLength - AlignedMemory.Alignment ? long.MaxValue / 2 : bytes + _scratch.Length);
        if (_arena.Length < bytes) { _arena = new AlignedMemory((int)bytes); }
        for (int i = 0; i < _steps.Length; i++)
        {
            _steps[i].Scratch = _scratch.Pointer;
            PlanNode node = _plan.Nodes[i];
            foreach (int output in node.Outputs)
            {
                if (output < 0 || _values[output] is not { IsKnown: false } value || value.Type == OnnxElementType.String) { continue; }
                value.Data = node.Compiled.IsView ? _values[node.Inputs[0]]!.Data : _arena.Pointer + Offset(_plan.Buffers[output]);
            }
        }
    }

    private int Offset(int buffer)
    {
        int offset = 0;
        for (int i = 0; i < buffer; i++) { offset += AlignedMemory.RoundUp(_bufferBytes[i]); }
        return offset;
    }

    private void GiveOwnMemory(int index, Value value)
    {
        bool isText = value.Type == OnnxElementType.String;
        long had = isText ? value.Strings.Length * (long)sizeof(nint) : _own[index]?.Length ?? 0;
        long needed = MemoryOf(value);
        if (needed > had)
        {
            Require(needed - had);
            _ownBytes += needed - had;
            if (isText) { value.Strings = new string[Math.Max(1, value.Count)]; }
            else { _own[index] = new AlignedMemory(value.ByteLength); }
        }

        if (!isText) { value.Data = (_own[index] ??= new AlignedMemory(0)).Pointer; }
    }

    private void GrowScratch(int bytes)
    {
        if (_scratch.Length >= bytes) { return; }
        Require(bytes);
        _scratch = new AlignedMemory(bytes);
    }

    private void Require(long bytes)
    {
        if (_ownBytes + bytes > _plan.MaxCallBytes)
        {
            throw new ShapeException($"the call would need more than {_plan.MaxCallBytes} bytes of memory, the most that {nameof(SimdModelOptions)}.{nameof(SimdModelOptions.MaxCallBytes)} allows");
        }
    }
}
