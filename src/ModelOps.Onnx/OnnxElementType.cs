namespace ModelOps.Onnx;

/// <summary>Element type of an ONNX tensor. Source: ONNX, <c>TensorProto.DataType</c>; the numbers are those of the file format.</summary>
public enum OnnxElementType
{
    /// <summary>None; no tensor has it.</summary>
    Undefined = 0,

    /// <summary>32-bit floating point.</summary>
    Float = 1,

    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8 = 2,

    /// <summary>Signed 8-bit integer.</summary>
    Int8 = 3,

    /// <summary>Unsigned 16-bit integer.</summary>
    UInt16 = 4,

    /// <summary>Signed 16-bit integer.</summary>
    Int16 = 5,

    /// <summary>Signed 32-bit integer.</summary>
    Int32 = 6,

    /// <summary>Signed 64-bit integer.</summary>
    Int64 = 7,

    /// <summary>UTF-8 string.</summary>
    String = 8,

    /// <summary>Boolean, one byte each.</summary>
    Bool = 9,

    /// <summary>IEEE 754 binary16.</summary>
    Float16 = 10,

    /// <summary>64-bit floating point.</summary>
    Double = 11,

    /// <summary>Unsigned 32-bit integer.</summary>
    UInt32 = 12,

    /// <summary>Unsigned 64-bit integer.</summary>
    UInt64 = 13,

    /// <summary>Complex number of two 32-bit floats, real part first.</summary>
    Complex64 = 14,

    /// <summary>Complex number of two 64-bit floats, real part first.</summary>
    Complex128 = 15,

    /// <summary>bfloat16.</summary>
    BFloat16 = 16,

    /// <summary>8-bit float, 4 bits of exponent, 3 of mantissa, no infinities.</summary>
    Float8E4M3FN = 17,

    /// <summary>8-bit float, 4 bits of exponent, 3 of mantissa, no infinities, no negative zero.</summary>
    Float8E4M3FNUZ = 18,

    /// <summary>8-bit float, 5 bits of exponent, 2 of mantissa.</summary>
    Float8E5M2 = 19,

    /// <summary>8-bit float, 5 bits of exponent, 2 of mantissa, no infinities, no negative zero.</summary>
    Float8E5M2FNUZ = 20,

    /// <summary>Unsigned 4-bit integer, two a byte, the first in the low half.</summary>
    UInt4 = 21,

    /// <summary>Signed 4-bit integer, two a byte, the first in the low half.</summary>
    Int4 = 22,

    /// <summary>4-bit float, 2 bits of exponent, 1 of mantissa, two a byte, the first in the low half.</summary>
    Float4E2M1 = 23,

    /// <summary>8-bit power of two, used as a scale.</summary>
    Float8E8M0 = 24,

    /// <summary>Unsigned 2-bit integer, four a byte, the first in the lowest bits.</summary>
    UInt2 = 25,

    /// <summary>Signed 2-bit integer, four a byte, the first in the lowest bits.</summary>
    Int2 = 26,
}
