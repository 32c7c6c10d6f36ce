namespace ModelOps.Onnx.Shapes;

/// <summary>What one inference may use; beyond it, values are unknown. Far above what sound models need.</summary>
internal sealed class ShapeBudget
{
    /// <summary>Most dimensions of a value; runtimes have less.</summary>
    public const int MaxRank = 64;

    /// <summary>Graphs inside graphs, functions included, that are entered.</summary>
    public const int MaxDepth = 64;

    private int _dimensions = 16_000_000;
    private int _elements = 4_000_000;
    private int _functionNodes = 200_000;
    private int _bodyNodes = 1_000_000;

    public bool TakeShape(int rank) => rank <= MaxRank && Take(ref _dimensions, rank);

    public bool TakeContent(int count) => count <= Fact.MaxContent && Take(ref _elements, count);

    /// <summary>Functions are inferred anew for each call, so few of them can call each other very often.</summary>
    public bool TakeFunction(int nodes) => Take(ref _functionNodes, nodes + 1);

    /// <summary>A graph that is a part of the model more than once is inferred as often.</summary>
    public bool TakeBody(int nodes) => Take(ref _bodyNodes, nodes + 1);

    private static bool Take(ref int left, int count)
    {
        if (count > left) { return false; }
        left -= count;
        return true;
    }
}
