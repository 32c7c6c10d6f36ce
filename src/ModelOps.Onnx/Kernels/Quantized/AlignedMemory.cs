using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>Native memory that starts at a multiple of 64, cleared. Freed by <see cref="IDisposable.Dispose"/>, else when it is collected.</summary>
internal sealed unsafe class AlignedMemory : SafeHandle
{
    /// <summary>Bytes of a cache line and of the widest vector.</summary>
    public const int Alignment = 64;

    public AlignedMemory(nint bytes)
        : base(0, ownsHandle: true)
    {
        Length = bytes;
        SetHandle((nint)NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, Alignment), Alignment));
        NativeMemory.Clear((void*)handle, (nuint)bytes);
        GC.AddMemoryPressure(Math.Max(bytes, Alignment));
    }

    /// <summary>Bytes.</summary>
    public nint Length { get; }

    /// <summary>The start. Whoever uses it keeps the owner alive meanwhile.</summary>
    public byte* Pointer => (byte*)handle;

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        GC.RemoveMemoryPressure(Math.Max(Length, Alignment));
        return true;
    }
}
