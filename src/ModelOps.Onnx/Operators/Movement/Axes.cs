using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Axes as nodes give them: below 0 they count from the end.</summary>
internal static class Axes
{
    /// <summary>An axis counted from the front.</summary>
    /// <exception cref="ShapeException">There is none such.</exception>
    public static int Of(long axis, int rank, Value value)
    {
        long front = axis < 0 ? axis + rank : axis;
        return front >= 0 && front < rank ? (int)front : throw new ShapeException($"axis {axis} is out of range for {value}");
    }
}
