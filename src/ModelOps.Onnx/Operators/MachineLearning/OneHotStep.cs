using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Operator <c>OneHotEncoder</c>: each element becomes zeros with a one in the place of its category.</summary>
/// <param name="input">Elements, in one or two dimensions.</param>
/// <param name="output">Receives a dimension more.</param>
/// <param name="categories">Finds the places.</param>
/// <param name="count">Number of places.</param>
/// <param name="allowsUnknown">Whether an element may be no category, and gets zeros only.</param>
internal sealed class OneHotStep(Value input, Value output, ICategories categories, int count, bool allowsUnknown) : Step
{
    /// <inheritdoc/>
    public override void Bind()
    {
        if (input.Rank > 2) { throw new ShapeException($"{input} has {input.Rank} dimensions, and 2 are the most"); }
        Span<int> shape = stackalloc int[3];
        input.Shape.CopyTo(shape);
        shape[input.Rank] = count;
        output.SetShape(shape[..(input.Rank + 1)]);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        Span<float> results = output.Elements<float>();
        results.Clear();
        for (int i = 0; i < input.Count; i++)
        {
            int place = categories.Find(i);
            if (place >= 0) { results[(i * count) + place] = 1f; }
            else if (!allowsUnknown) { throw new ElementException($"element {i} of {input} is no category, and the model allows no others"); }
        }
    }
}
