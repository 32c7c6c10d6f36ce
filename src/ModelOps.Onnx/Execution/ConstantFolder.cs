namespace ModelOps.Onnx.Execution;

/// <summary>Runs nodes whose inputs are all constant, once and for all.</summary>
/// <param name="operatorSets">Operator sets of the model.</param>
/// <param name="maxBytes">Most bytes that all outputs together may take; a node for which there are too few left is left alone.</param>
internal sealed class ConstantFolder(IReadOnlyDictionary<string, long> operatorSets, long maxBytes = 256 << 20)
{
    private long _left = maxBytes;

    /// <summary>Folds a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="constant">Finds the constant of a name; null for what is none.</param>
    /// <returns>The outputs that are asked for, named as the node names them; null when the node cannot be folded.</returns>
    public IReadOnlyList<OnnxTensor>? TryFold(OnnxNode node, Func<string, OnnxTensor?> constant)
    {
        if (OperatorSet.Normalize(node.Domain).Length == 0 && node.OpType == "Constant") { return ConstantNode.ToTensor(node) is { } tensor ? [tensor] : null; }
        OnnxTensor?[] inputs = [.. node.Inputs.Select(i => i.Length > 0 ? constant(i) : null)];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] is null ? node.Inputs[i].Length > 0 : inputs[i]!.ExternalData is not null) { return null; }
        }

        try { return inputs.Length > 0 && Operators.AllOperators.Set.Knows(node) ? Run(node, inputs) : null; }
        catch (Exception e) when (Faults.IsOne(e)) { return null; }
    }

    private OnnxTensor[]? Run(OnnxNode node, OnnxTensor?[] inputs)
    {
        NodeContext context = new(node, GraphCompiler.Opset(operatorSets, node.Domain), [.. inputs.Select(static t => t?.ElementType ?? OnnxElementType.Undefined)], inputs);
        CompiledNode compiled = Operators.AllOperators.Set.Compile(context);
        PlanConstant?[] held = Array.ConvertAll(inputs, static t => t is null ? null : new PlanConstant(t));
        Value?[] inputValues = [.. inputs.Select((t, i) => t is null ? null : ToValue(t, held[i]!))];
        Value?[] outputValues = [.. node.Outputs.Select((name, i) => name.Length > 0 ? new Value(name, context.OutputTypes[i]) : null)];
        Step step = compiled.Create(new NodeValues(inputValues, outputValues));
        step.Bind();
        long bytes = outputValues.Sum(static v => v is null ? 0L : Frame.MemoryOf(v));
        if (bytes > _left || step.ScratchBytes > _left) { return null; }
        _left -= bytes;
        Kernels.AlignedMemory scratch = new(step.ScratchBytes);
        Kernels.AlignedMemory?[] memory = Array.ConvertAll(outputValues, GiveMemory);
        unsafe { step.Scratch = scratch.Pointer; }
        step.Run();
        GC.KeepAlive(held);
        GC.KeepAlive(scratch);
        GC.KeepAlive(memory);
        return [.. outputValues.OfType<Value>().Select(ToTensor)];
    }

    private static Value ToValue(OnnxTensor tensor, PlanConstant constant)
    {
        Value value = new(tensor.Name, tensor.ElementType);
        constant.AttachTo(value);
        return value;
    }

    private static unsafe Kernels.AlignedMemory? GiveMemory(Value? value)
    {
        if (value is null) { return null; }
        if (value.Type == OnnxElementType.String)
        {
            value.Strings = new string[value.Count];
            return null;
        }

        Kernels.AlignedMemory memory = new(value.ByteLength);
        value.Data = memory.Pointer;
        return memory;
    }

    private static OnnxTensor ToTensor(Value value) =>
        new(value.Name, value.Type, [.. value.Shape.ToArray().Select(static d => (long)d)], value.Type == OnnxElementType.String ? default : value.Elements().ToArray())
        {
            StringData = value.Type == OnnxElementType.String ? value.Texts.ToArray() : [],
        };
}
