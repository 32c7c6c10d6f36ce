using System.Collections.Frozen;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Categories that are texts.</summary>
/// <param name="input">The elements.</param>
/// <param name="places">The place of each category.</param>
internal sealed class TextCategories(Value input, FrozenDictionary<string, int> places) : ICategories
{
    /// <inheritdoc/>
    public int Find(int element) => places.TryGetValue(input.Strings[element], out int place) ? place : -1;
}
