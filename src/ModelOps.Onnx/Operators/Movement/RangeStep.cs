using System.Numerics;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>Range</c>: numbers from a start to a limit, some delta apart. All three must be known ahead, as they tell the shape.</summary>
/// <param name="values">Values of the node.</param>
internal sealed unsafe class RangeStep<T>(NodeValues values) : Step
    where T : unmanaged, INumber<T>
{
    private readonly Value _start = values.Input(0);
    private readonly Value _limit = values.Input(1);
    private readonly Value _delta = values.Input(2);
    private readonly Value _y = values.Output(0);

    /// <inheritdoc/>
    public override void Bind()
    {
        double delta = double.CreateTruncating(Read(_delta));
        if (delta == 0) { throw new ShapeException($"{_delta} is 0"); }
        double count = Math.Ceiling((double.CreateTruncating(Read(_limit)) - double.CreateTruncating(Read(_start))) / delta);
        if (!(count <= int.MaxValue)) { throw new ShapeException($"a range of {count} numbers is asked for"); }
        _y.SetShape((int)Math.Max(0, count));
    }

    /// <inheritdoc/>
    public override void Run()
    {
        (T next, T delta) = (Read(_start), Read(_delta));
        foreach (ref T y in _y.Elements<T>())
        {
            y = next;
            next += delta;
        }
    }

    private static T Read(Value value)
    {
        if (!value.IsKnown) { throw ShapeException.DependsOnElements(value); }
        return value.Count == 1 ? *(T*)value.Data : throw new ShapeException($"{value} is no scalar");
    }
}
