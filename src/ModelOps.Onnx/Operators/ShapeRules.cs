using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators;

/// <summary>The shapes that views have.</summary>
internal static class ShapeRules
{
    /// <summary>The shape of the input.</summary>
    public static int Same(Value input, Span<int> shape)
    {
        input.Shape.CopyTo(shape);
        return input.Rank;
    }

    /// <summary>Two dimensions: those before an axis, and those from it on.</summary>
    public static ShapeRule Flatten(int axis) => (input, shape) =>
    {
        int split = axis < 0 ? axis + input.Rank : axis;
        if (split < 0 || split > input.Rank) { throw new ShapeException($"axis {axis} is out of range for {input}"); }
        (shape[0], shape[1]) = (1, 1);
        for (int i = 0; i < input.Rank; i++) { shape[i < split ? 0 : 1] *= input.Shape[i]; }
        return 2;
    };

    /// <summary>A given shape, in which -1 is what is left and 0 is as in the input.</summary>
    public static ShapeRule ReshapeTo(long[] wanted, bool allowZero) => (input, shape) => Fill(input, wanted, allowZero, shape);

    /// <summary>A shape that is known once the shapes of the call are.</summary>
    public static ShapeRule ReshapeTo(Value wanted, bool allowZero) => (input, shape) =>
    {
        if (!wanted.IsKnown) { throw ShapeException.DependsOnElements(wanted); }
        if (wanted.Count > Value.MaxRank) { throw new ShapeException($"{wanted.Count} dimensions are asked for, and {Value.MaxRank} are the most"); }
        Span<long> dimensions = stackalloc long[Value.MaxRank];
        wanted.CopyIntegers(dimensions);
        return Fill(input, dimensions[..wanted.Count], allowZero, shape);
    };

    /// <summary>Without some dimensions of 1, or without all when no axes are given.</summary>
    public static ShapeRule Squeeze(long[] axes) => (input, shape) =>
    {
        int rank = 0;
        for (int i = 0; i < input.Rank; i++)
        {
            bool isNamed = axes.Contains(i) || axes.Contains(i - input.Rank);
            if (isNamed && input.Shape[i] != 1) { throw new ShapeException($"dimension {i} of {input} is not 1, so it cannot be left out"); }
            if (!isNamed && (axes.Length > 0 || input.Shape[i] != 1)) { shape[rank++] = input.Shape[i]; }
        }

        return rank;
    };

    /// <summary>With dimensions of 1 at some axes of the result.</summary>
    public static ShapeRule Unsqueeze(long[] axes) => (input, shape) =>
    {
        int rank = input.Rank + axes.Length;
        if (rank > Value.MaxRank) { throw new ShapeException($"{rank} dimensions are asked for, and {Value.MaxRank} are the most"); }
        int next = 0;
        for (int i = 0; i < rank; i++)
        {
            bool isNew = axes.Contains(i) || axes.Contains(i - rank);
            if (!isNew && next == input.Rank) { throw new ShapeException($"axes [{string.Join(',', axes)}] do not fit {input}"); }
            shape[i] = isNew ? 1 : input.Shape[next++];
        }

        return rank;
    };

    private static int Fill(Value input, ReadOnlySpan<long> wanted, bool allowZero, Span<int> shape)
    {
        if (wanted.Length > Value.MaxRank) { throw new ShapeException($"{wanted.Length} dimensions are asked for, and {Value.MaxRank} are the most"); }
        long known = 1;
        int rest = -1;
        for (int i = 0; i < wanted.Length; i++)
        {
            long dimension = wanted[i] == 0 && !allowZero ? (i < input.Rank ? input.Shape[i] : -2) : wanted[i];
            if (dimension < -1 || dimension > int.MaxValue || (dimension == -1 && rest >= 0)) { throw Impossible(input, wanted); }
            if (dimension == -1) { rest = i; }
            else { known = Math.Min(known * dimension, int.MaxValue + 1L); }
            shape[i] = (int)dimension;
        }

        if (rest >= 0)
        {
            if (known == 0 ? input.Count != 0 : input.Count % known != 0) { throw Impossible(input, wanted); }
            shape[rest] = known == 0 ? 0 : (int)(input.Count / known);
        }
        else if (known != input.Count) { throw Impossible(input, wanted); }

        return wanted.Length;
    }

    private static ShapeException Impossible(Value input, ReadOnlySpan<long> wanted) =>
        new($"{input} cannot have the shape {InferenceTensor.FormatShape(wanted)}");
}
