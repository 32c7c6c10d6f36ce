namespace ModelOps;

/// <summary>Element type of a tensor, as the Open Inference Protocol calls it: its <c>datatype</c>.</summary>
/// <remarks>Source: Open Inference Protocol, REST, "Tensor Data Types"; <c>BF16</c> from its gRPC comments.</remarks>
public enum TensorDataType
{
    /// <summary><c>BOOL</c>: one byte, 0 or 1.</summary>
    Bool,

    /// <summary><c>UINT8</c>.</summary>
    UInt8,

    /// <summary><c>UINT16</c>.</summary>
    UInt16,

    /// <summary><c>UINT32</c>.</summary>
    UInt32,

    /// <summary><c>UINT64</c>.</summary>
    UInt64,

    /// <summary><c>INT8</c>.</summary>
    Int8,

    /// <summary><c>INT16</c>.</summary>
    Int16,

    /// <summary><c>INT32</c>.</summary>
    Int32,

    /// <summary><c>INT64</c>.</summary>
    Int64,

    /// <summary><c>FP16</c>: IEEE 754 binary16; binary form only, it has no JSON form.</summary>
    Float16,

    /// <summary><c>BF16</c>: bfloat16; binary form only, it has no JSON form.</summary>
    BFloat16,

    /// <summary><c>FP32</c>.</summary>
    Float32,

    /// <summary><c>FP64</c>.</summary>
    Float64,

    /// <summary><c>BYTES</c>: strings or blobs, each a 4-byte little-endian length and then its bytes.</summary>
    Bytes,
}
