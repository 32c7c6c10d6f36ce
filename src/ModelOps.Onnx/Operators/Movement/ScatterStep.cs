using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;
using ModelOps.Onnx.Operators.Elementwise;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operators that put updates into a copy of a tensor, one after another.</summary>
/// <param name="values">Values of the node: the tensor, places, updates.</param>
/// <param name="combine">What is made of an element and its update; null lets the update take its place.</param>
internal abstract unsafe class ScatterStep(NodeValues values, BinaryKernel? combine) : Step
{
    private readonly Value _x = values.Input(0);
    private readonly Value _updates = values.Input(2);
    private readonly Value _y = values.Output(0);
    private int _block;

    /// <summary>The tensor.</summary>
    protected Value X => _x;

    /// <summary>The places.</summary>
    protected Value Places { get; } = values.Input(1);

    /// <summary>The updates.</summary>
    protected Value Updates => _updates;

    /// <inheritdoc/>
    public sealed override void Bind()
    {
        _y.SetShape(_x.Shape);
        _block = BindPlaces();
        ScratchBytes = _block == 0 ? 0 : (int)Math.Min(int.MaxValue, (long)_updates.Count / _block * sizeof(int));
    }

    /// <inheritdoc/>
    public sealed override void Run()
    {
        if (_x.Type == OnnxElementType.String) { _x.Texts.CopyTo(_y.Texts); }
        else { _x.Elements().CopyTo(_y.Elements()); }
        if (_updates.Count == 0) { return; }
        Span<int> offsets = new(Scratch, _updates.Count / _block);
        FindOffsets(offsets);
        if (combine is null)
        {
            ElementMoves.Run(_updates, _y, new Move((int*)Scratch, offsets.Length, _block));
            return;
        }

        nint bytes = ElementTypes.Bits(_x.Type) / 8;
        for (int i = 0; i < offsets.Length; i++)
        {
            byte* to = _y.Data + (offsets[i] * bytes);
            combine.Run(to, 1, _updates.Data + ((nint)i * _block * bytes), 1, to, _block);
        }
    }

    /// <summary>Checks shapes.</summary>
    /// <returns>Elements that one place stands for.</returns>
    protected abstract int BindPlaces();

    /// <summary>Finds where each update goes.</summary>
    protected abstract void FindOffsets(Span<int> offsets);

    /// <summary>The error of shapes that do not fit.</summary>
    protected ShapeException Misfit() => new($"{Places} and {_updates} do not fit {_x}");

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Move(int* offsets, int count, int block) : IElementMove
    {
        public void Run<T>(ref T source, ref T target)
        {
            for (int i = 0; i < count; i++)
            {
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref source, i * block), block)
                    .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, offsets[i]), block));
            }
        }
    }
}
