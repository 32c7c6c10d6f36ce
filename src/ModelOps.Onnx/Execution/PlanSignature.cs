namespace ModelOps.Onnx.Execution;

/// <summary>Finds the signature of a compiled model. Binds a frame on the way, so that shapes which cannot work show at load.</summary>
/// <param name="graph">The graph, which tells the inputs.</param>
/// <param name="plan">The plan.</param>
internal sealed class PlanSignature(OnnxGraph graph, Plan plan)
{
    /// <summary>Finds it.</summary>
    /// <exception cref="UnsupportedOnnxModelException">The shapes do not fit, or an output is of a type that responses do not have.</exception>
    public ModelSignature Find()
    {
        Dictionary<string, OnnxValueInfo> infos = graph.Inputs.Concat(graph.Outputs).DistinctBy(static i => i.Name).ToDictionary(static i => i.Name, StringComparer.Ordinal);
        OnnxValueInfo[] inputs = [.. plan.Inputs.Select(i => infos[plan.Values[i].Name])];
        long[][] shapes = FindOutputShapes(inputs, infos);
        return new ModelSignature(
            [.. inputs.Select(static i => new TensorSpec(i.Name, ElementTypes.ToTensorDataType(i.ElementType)!.Value, i.Shape))],
            [.. plan.Outputs.Select((index, i) => new TensorSpec(plan.Values[index].Name, TypeOf(plan.Values[index]), shapes[i]))]);
    }

    /// <summary>Tries open dimensions as 1 and as 2: what differs is open in the outputs. Where neither can work, the file must tell.</summary>
    private long[][] FindOutputShapes(OnnxValueInfo[] inputs, Dictionary<string, OnnxValueInfo> infos)
    {
        Frame frame = new(plan);
        bool isOpen = inputs.Any(static i => i.Shape.Any(static d => d < 0));
        try
        {
            int[][] ones = TryShapes(frame, inputs, 1);
            return isOpen
                ? [.. ones.Zip(TryShapes(frame, inputs, 2), static (one, two) => one.Zip(two, static (a, b) => a == b ? a : -1L).ToArray())]
                : Array.ConvertAll(ones, static shape => Array.ConvertAll(shape, static d => (long)d));
        }
        catch (UnsupportedOnnxModelException e) when (isOpen && e.InnerException is not ShapeException { IsCertain: true } && plan.Outputs.All(i => infos[plan.Values[i].Name].HasShape))
        {
            return [.. plan.Outputs.Select(i => infos[plan.Values[i].Name].Shape.ToArray())];
        }
    }

    private static int[][] TryShapes(Frame frame, OnnxValueInfo[] inputs, int open)
    {
        try
        {
            for (int i = 0; i < inputs.Length; i++) { frame.Reshape(i, [.. inputs[i].Shape.Select(d => d < 0 ? open : (int)Math.Min(d, int.MaxValue))]); }
            frame.Bind();
        }
        catch (Exception e) when (Faults.IsOne(e))
        {
            throw Refuse(frame.Failed?.Label ?? "inputs", "Shapes", Faults.Describe(e), e);
        }

        return Array.ConvertAll(frame.Outputs, static o => o.Shape.ToArray());
    }

    private static TensorDataType TypeOf(PlanValue value) => ElementTypes.ToTensorDataType(value.Type)
        ?? throw Refuse(value.Name, "Output", $"responses have no elements of {ElementTypes.Name(value.Type)}");

    private static UnsupportedOnnxModelException Refuse(string node, string what, string why, Exception? cause = null) => new([new UnsupportedNode(node, what, why)], cause);
}
