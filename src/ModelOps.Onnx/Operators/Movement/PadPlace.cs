namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Finds what stands around a tensor.</summary>
internal static class PadPlace
{
    /// <summary>The place in a dimension that stands for one which may lie outside; -1 for none.</summary>
    public static int Find(PadMode mode, int place, int dimension)
    {
        if (place >= 0 && place < dimension) { return place; }
        if (dimension == 0) { return -1; }
        switch (mode)
        {
            case PadMode.Edge: return place < 0 ? 0 : dimension - 1;
            case PadMode.Wrap: return ((place % dimension) + dimension) % dimension;
            case PadMode.Reflect when dimension > 1:
                int period = 2 * (dimension - 1);
                int folded = ((place % period) + period) % period;
                return folded < dimension ? folded : period - folded;
            case PadMode.Reflect: return 0;
            default: return -1;
        }
    }
}
