using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Walking;

/// <summary>A node in eight bytes: a row goes to the node that lies as far away as the link says, and to its neighbour when its key is above the bound.</summary>
/// <remarks>A leaf leads to itself: nothing is above its bound.</remarks>
/// <param name="Bound">The bound's key.</param>
/// <param name="Link">Column in the upper 12 bits, signed distance in the lower 20.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct WalkNode(int Bound, int Link)
{
    public const int MaxColumns = 1 << (32 - DistanceBits);
    public const int MaxDistance = (1 << (DistanceBits - 1)) - 1;
    private const int DistanceBits = 20;

    /// <summary>Makes a node.</summary>
    public WalkNode(int bound, int column, int distance)
        : this(bound, (column << DistanceBits) | (distance & ((1 << DistanceBits) - 1)))
    {
    }

    public int Column => Link >>> DistanceBits;

    public int Distance => Link << (32 - DistanceBits) >> (32 - DistanceBits);
}
