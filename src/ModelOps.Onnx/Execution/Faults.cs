namespace ModelOps.Onnx.Execution;

/// <summary>What operators throw without meaning to when a node contradicts itself. Such a node is refused like any that cannot be run: nobody vouches for files.</summary>
internal static class Faults
{
    /// <summary>Whether an error may come from a node or its inputs rather than from the caller.</summary>
    public static bool IsOne(Exception e) =>
        e is ShapeException or ElementException or UnsupportedNodeException or Forests.ForestFormatException
            or IndexOutOfRangeException or ArgumentException or ArithmeticException or InvalidCastException or InvalidOperationException or KeyNotFoundException or NullReferenceException;

    /// <summary>What is wrong, for people.</summary>
    public static string Describe(Exception e) => e is ShapeException or ElementException or UnsupportedNodeException or Forests.ForestFormatException
        ? e.Message
        : $"its attributes and inputs contradict each other ({e.GetType().Name}: {Quote.Printable(e.Message)})";
}
