namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Moves elements of whatever type from one tensor to another.</summary>
internal interface IElementMove
{
    /// <summary>Moves them.</summary>
    /// <typeparam name="T">An integer as large as the elements, or a string.</typeparam>
    /// <param name="source">First element of the one.</param>
    /// <param name="target">First element of the other.</param>
    void Run<T>(ref T source, ref T target);
}
