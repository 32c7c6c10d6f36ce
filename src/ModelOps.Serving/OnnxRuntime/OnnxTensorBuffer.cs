using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Serving.OnnxRuntime;

/// <summary>Native memory of one tensor, and the ONNX Runtime value over it. Reused for calls of the same shape.</summary>
internal sealed unsafe class OnnxTensorBuffer : IDisposable
{
    private const nuint Alignment = 64; // a cache line, and the widest vector
    private readonly int _length;
    private void* _memory;

    public OnnxTensorBuffer(TensorDataType dataType, long[] shape, int byteLength)
    {
        Shape = shape;
        _length = byteLength;
        _memory = NativeMemory.AlignedAlloc((nuint)Math.Max(byteLength, 1), Alignment);
        try
        {
            Value = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, OnnxElementTypes.ToElementType(dataType), shape, (nint)_memory, byteLength);
        }
        catch
        {
            NativeMemory.AlignedFree(_memory);
            throw;
        }
    }

    public long[] Shape { get; }

    public OrtValue Value { get; }

    public Span<byte> Bytes => new(_memory, _length);

    public void Dispose()
    {
        if (_memory is null) { return; }
        Value.Dispose();
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }
}
