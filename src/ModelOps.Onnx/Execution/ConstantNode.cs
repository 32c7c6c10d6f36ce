namespace ModelOps.Onnx.Execution;

/// <summary>The operator <c>Constant</c> in its several forms.</summary>
internal static class ConstantNode
{
    /// <summary>The constant of a node; null for a form that is no dense tensor.</summary>
    public static OnnxTensor? ToTensor(OnnxNode node)
    {
        string name = node.Outputs[0];
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            switch (attribute.Name, attribute.Value)
            {
                case ("value", OnnxTensor tensor): return tensor with { Name = name };
                case ("value_float", float value): return OnnxTensor.Floats(name, [], [value]);
                case ("value_floats", IReadOnlyList<float> values): return OnnxTensor.Floats(name, [values.Count], [.. values]);
                case ("value_int", long value): return OnnxTensor.Int64s(name, [], [value]);
                case ("value_ints", IReadOnlyList<long> values): return OnnxTensor.Int64s(name, [values.Count], [.. values]);
                case ("value_string", string value): return OnnxTensor.Strings(name, [], [value]);
                case ("value_strings", IReadOnlyList<string> values): return OnnxTensor.Strings(name, [values.Count], values);
            }
        }

        return null;
    }
}
