using System.Collections.Frozen;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Compiles a <c>LabelEncoder</c> of <c>ai.onnx.ml</c> 2 and later for the types of its keys and values.</summary>
internal static class LabelEncoderCompiler
{
    /// <summary>Compiles a node.</summary>
    public static CompiledNode Compile(NodeContext node)
    {
        OnnxElementType keys = LabelLists.TypeOf(node, "keys");
        node.RequireType(0, keys);
        return keys switch
        {
            OnnxElementType.String => WithKeys<string, TextCells>(node, LabelLists.Texts(node, "keys")),
            OnnxElementType.Int64 => WithKeys<long, NumberCells<long>>(node, LabelLists.Numbers<long>(node, "keys")),
            OnnxElementType.Float => WithKeys<float, NumberCells<float>>(node, LabelLists.Numbers<float>(node, "keys")),
            OnnxElementType.Double => WithKeys<double, NumberCells<double>>(node, LabelLists.Numbers<double>(node, "keys")),
            OnnxElementType.Int32 => WithKeys<int, NumberCells<int>>(node, LabelLists.Numbers<int>(node, "keys")),
            _ => WithKeys<short, NumberCells<short>>(node, LabelLists.Numbers<short>(node, "keys")),
        };
    }

    private static CompiledNode WithKeys<TKey, TCells>(NodeContext node, TKey[] keys)
        where TKey : notnull
        where TCells : struct, ICells<TKey>
    {
        OnnxElementType values = LabelLists.TypeOf(node, "values");
        node.SetOutputType(0, values);
        return values switch
        {
            OnnxElementType.String => Create<TKey, TCells, string, TextCells>(node, keys, LabelLists.Texts(node, "values"), LabelLists.OtherText(node)),
            OnnxElementType.Int64 => WithNumbers<TKey, TCells, long>(node, keys, values),
            OnnxElementType.Float => WithNumbers<TKey, TCells, float>(node, keys, values),
            OnnxElementType.Double => WithNumbers<TKey, TCells, double>(node, keys, values),
            OnnxElementType.Int32 => WithNumbers<TKey, TCells, int>(node, keys, values),
            _ => WithNumbers<TKey, TCells, short>(node, keys, values),
        };
    }

    private static CompiledNode WithNumbers<TKey, TCells, TValue>(NodeContext node, TKey[] keys, OnnxElementType values)
        where TKey : notnull
        where TCells : struct, ICells<TKey>
        where TValue : unmanaged =>
        Create<TKey, TCells, TValue, NumberCells<TValue>>(node, keys, LabelLists.Numbers<TValue>(node, "values"), LabelLists.OtherNumber<TValue>(node, values));

    private static CompiledNode Create<TKey, TKeyCells, TValue, TValueCells>(NodeContext node, TKey[] keys, TValue[] values, TValue otherwise)
        where TKey : notnull
        where TKeyCells : struct, ICells<TKey>
        where TValueCells : struct, ICells<TValue>
    {
        if (keys.Length != values.Length) { throw new UnsupportedNodeException($"it has {keys.Length} keys and {values.Length} values"); }
        Dictionary<TKey, TValue> table = [];
        for (int i = 0; i < keys.Length; i++)
        {
            // The first of equal keys counts. NaN is a key since version 4 only.
            if (node.Opset >= 4 || keys[i] is not (float.NaN or double.NaN)) { table.TryAdd(keys[i], values[i]); }
        }

        FrozenDictionary<TKey, TValue> frozen = table.ToFrozenDictionary();
        return new CompiledNode(v => new LookupStep<TKey, TKeyCells, TValue, TValueCells>(v.Input(0), v.Output(0), frozen, otherwise)) { IsRowWise = true };
    }
}
