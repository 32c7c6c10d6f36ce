using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>ConstantOfShape</c>: one value all over a shape that is known ahead.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="element">Bytes of the value.</param>
internal sealed class FillStep(NodeValues values, byte[] element) : Step
{
    private readonly Integers _shape = Integers.Of(values.Input(0));
    private readonly Value _y = values.Output(0);

    /// <inheritdoc/>
    public override void Bind()
    {
        ReadOnlySpan<long> wanted = _shape.Read(stackalloc long[Integers.MaxCount]);
        Span<int> shape = stackalloc int[Integers.MaxCount];
        for (int i = 0; i < wanted.Length; i++)
        {
            shape[i] = wanted[i] is >= 0 and <= int.MaxValue ? (int)wanted[i] : throw new ShapeException($"a shape of {InferenceTensor.FormatShape(wanted)} is asked for");
        }

        _y.SetShape(shape[..wanted.Length]);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        Span<byte> all = _y.Elements();
        switch (element.Length)
        {
            case 1: all.Fill(element[0]); break;
            case 2: Fill<ushort>(all); break;
            case 4: Fill<uint>(all); break;
            case 8: Fill<ulong>(all); break;
            default: Fill<UInt128>(all); break;
        }
    }

    private void Fill<T>(Span<byte> all)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(all).Fill(Unsafe.ReadUnaligned<T>(in element[0]));
}
