using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Runs moves for the size of the elements.</summary>
internal static unsafe class ElementMoves
{
    /// <summary>Refuses elements that are smaller than a byte, which have no place of their own.</summary>
    /// <exception cref="UnsupportedNodeException">They are.</exception>
    public static OnnxElementType Require(NodeContext node, int input)
    {
        OnnxElementType type = node.InputType(input);
        return type == OnnxElementType.String || ElementTypes.Bits(type) >= 8 ? type : throw new UnsupportedNodeException($"input {input} is of {ElementTypes.Name(type)}");
    }

    /// <summary>Moves elements between values of one type.</summary>
    public static void Run<TMove>(Value source, Value target, TMove move)
        where TMove : struct, IElementMove
    {
        switch (ElementTypes.Bits(source.Type))
        {
            case 8: move.Run(ref *source.Data, ref *target.Data); break;
            case 16: Run<ushort, TMove>(source, target, move); break;
            case 32: Run<uint, TMove>(source, target, move); break;
            case 64: Run<ulong, TMove>(source, target, move); break;
            case 128: Run<UInt128, TMove>(source, target, move); break;
            default: move.Run(ref MemoryMarshal.GetArrayDataReference(source.Strings), ref MemoryMarshal.GetArrayDataReference(target.Strings)); break;
        }
    }

    private static void Run<T, TMove>(Value source, Value target, TMove move)
        where T : unmanaged
        where TMove : struct, IElementMove => move.Run(ref Unsafe.AsRef<T>(source.Data), ref Unsafe.AsRef<T>(target.Data));
}
