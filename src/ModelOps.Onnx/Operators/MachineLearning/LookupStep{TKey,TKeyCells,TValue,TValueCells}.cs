using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Puts another element in the place of each: <c>LabelEncoder</c> and <c>CategoryMapper</c>.</summary>
/// <typeparam name="TKey">Type of the input's elements.</typeparam>
/// <typeparam name="TKeyCells">Where they lie.</typeparam>
/// <typeparam name="TValue">Type of the output's elements.</typeparam>
/// <typeparam name="TValueCells">Where they lie.</typeparam>
/// <param name="input">Keys.</param>
/// <param name="output">Receives values.</param>
/// <param name="table">The value of each key.</param>
/// <param name="otherwise">The value of all other keys.</param>
internal sealed class LookupStep<TKey, TKeyCells, TValue, TValueCells>(Value input, Value output, FrozenDictionary<TKey, TValue> table, TValue otherwise) : Step
    where TKey : notnull
    where TKeyCells : struct, ICells<TKey>
    where TValueCells : struct, ICells<TValue>
{
    /// <inheritdoc/>
    public override void Bind() => output.SetShape(input.Shape);

    /// <inheritdoc/>
    public override void Run()
    {
        ReadOnlySpan<TKey> keys = TKeyCells.Of(input);
        Span<TValue> values = TValueCells.Of(output);
        for (int i = 0; i < values.Length; i++)
        {
            ref readonly TValue found = ref table.GetValueRefOrNullRef(keys[i]);
            values[i] = Unsafe.IsNullRef(in found) ? otherwise : found;
        }
    }
}
