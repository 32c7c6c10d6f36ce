using System.Buffers.Binary;
using ModelOps.Onnx.Shapes;

namespace ModelOps.Onnx.Simplification;

/// <summary>Takes out products with 1, quotients by 1 and differences to 0, which change no bit of a number. (A sum with 0 turns -0 into 0.)</summary>
internal sealed class NeutralOperands : ISimplification
{
    public bool Apply(SimplifiedGraph graph)
    {
        bool changed = false;
        foreach (OnnxNode node in graph.Nodes)
        {
            if (node.Domain is not ("" or "ai.onnx") || node.Inputs.Count != 2 || node.Outputs.Count != 1) { continue; }
            int kept = node.OpType switch
            {
                "Mul" when IsAll(graph, node.Inputs[1], 1) => 0,
                "Mul" when IsAll(graph, node.Inputs[0], 1) => 1,
                "Div" when IsAll(graph, node.Inputs[1], 1) => 0,
                "Sub" when IsAll(graph, node.Inputs[1], 0) => 0,
                _ => -1,
            };
            if (kept >= 0 && KeepsShape(graph, node.Inputs[kept], node.Outputs[0])) { changed |= graph.TryBypass(node, node.Inputs[kept]); }
        }

        return changed;
    }

    private static bool KeepsShape(SimplifiedGraph graph, string before, string after)
    {
        Dim[]? a = graph.Fact(before).Shape;
        Dim[]? b = graph.Fact(after).Shape;
        return a is not null && b is not null && a.Length == b.Length && a.Zip(b).All(static pair => pair.First.IsSame(pair.Second));
    }

    private static bool IsAll(SimplifiedGraph graph, string name, int value)
    {
        if (graph.Editor.Constant(name) is not { RawData.Length: > 0 } tensor) { return false; }
        return tensor.ElementType switch
        {
            OnnxElementType.Float => All(tensor.RawData.Span, sizeof(float), raw => BinaryPrimitives.ReadInt32LittleEndian(raw) == BitConverter.SingleToInt32Bits(value)),
            OnnxElementType.Double => All(tensor.RawData.Span, sizeof(double), raw => BinaryPrimitives.ReadInt64LittleEndian(raw) == BitConverter.DoubleToInt64Bits(value)),
            OnnxElementType.Int64 => All(tensor.RawData.Span, sizeof(long), raw => BinaryPrimitives.ReadInt64LittleEndian(raw) == value),
            OnnxElementType.Int32 => All(tensor.RawData.Span, sizeof(int), raw => BinaryPrimitives.ReadInt32LittleEndian(raw) == value),
            _ => false,
        };
    }

    private static bool All(ReadOnlySpan<byte> raw, int width, Func<ReadOnlySpan<byte>, bool> fits)
    {
        for (int i = 0; i + width <= raw.Length; i += width)
        {
            if (!fits(raw.Slice(i, width))) { return false; }
        }

        return true;
    }
}
