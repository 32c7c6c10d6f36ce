namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>A float of 8 bits or less: sign, exponent, mantissa. Source: ONNX, "Float stored in 8 bits" and "Float stored in 4 bits".</summary>
internal sealed class SmallFloat
{
    private readonly int _mantissaBits;
    private readonly int _bias;
    private readonly int _signBit;
    private readonly float[] _values;
    private readonly int _largest;
    private readonly int _infinity;
    private readonly int _notANumber;

    private SmallFloat(int exponentBits, int mantissaBits, int bias, int largest, int infinity, int notANumber)
    {
        _mantissaBits = mantissaBits;
        _bias = bias;
        _signBit = 1 << (exponentBits + mantissaBits);
        (_largest, _infinity, _notANumber) = (largest, infinity, notANumber);
        _values = new float[2 * _signBit];
        for (int code = 0; code < _values.Length; code++) { _values[code] = Decode(code); }
    }

    /// <summary>4 bits of exponent, 3 of mantissa, no infinity.</summary>
    public static SmallFloat E4M3FN { get; } = new(4, 3, 7, largest: 0x7E, infinity: -1, notANumber: 0x7F);

    /// <summary>4 bits of exponent, 3 of mantissa, no infinity, no negative zero.</summary>
    public static SmallFloat E4M3FNUZ { get; } = new(4, 3, 8, largest: 0x7F, infinity: -1, notANumber: 0x80);

    /// <summary>5 bits of exponent, 2 of mantissa.</summary>
    public static SmallFloat E5M2 { get; } = new(5, 2, 15, largest: 0x7B, infinity: 0x7C, notANumber: 0x7F);

    /// <summary>5 bits of exponent, 2 of mantissa, no infinity, no negative zero.</summary>
    public static SmallFloat E5M2FNUZ { get; } = new(5, 2, 16, largest: 0x7F, infinity: -1, notANumber: 0x80);

    /// <summary>2 bits of exponent, 1 of mantissa, neither infinity nor NaN.</summary>
    public static SmallFloat E2M1 { get; } = new(2, 1, 1, largest: 7, infinity: -1, notANumber: -1);

    private bool HasNegativeZero => _notANumber != _signBit;

    /// <summary>The value of a code.</summary>
    public float ToSingle(int code) => _values[code];

    /// <summary>The nearest code, half to even.</summary>
    /// <param name="value">Value.</param>
    /// <param name="isSaturating">Whether what is too large becomes the largest finite value, as Cast and QuantizeLinear do by default; else infinity or NaN.</param>
    /// <returns>The code. A format without NaN gives its largest value for NaN.</returns>
    public int FromSingle(float value, bool isSaturating = true)
    {
        if (float.IsNaN(value)) { return _notANumber < 0 ? _largest : _notANumber; }
        int sign = float.IsNegative(value) ? _signBit : 0;
        float magnitude = MathF.Abs(value);
        int overflow = isSaturating || (_infinity < 0 && _notANumber < 0) ? _largest : _infinity >= 0 ? _infinity : _notANumber;
        if (float.IsPositiveInfinity(magnitude)) { return overflow == _signBit ? overflow : sign | overflow; }

        // Codes of one sign count up with their values, so rounding in units of the last place may carry into the exponent.
        int exponent = Math.Max(Math.ILogB(magnitude), 1 - _bias);
        double units = Math.Round(magnitude / Math.ScaleB(1, exponent - _mantissaBits), MidpointRounding.ToEven);
        long code = magnitude == 0 ? 0 : ((long)(exponent + _bias - 1) << _mantissaBits) + (long)units;
        if (code > _largest) { return overflow == _signBit ? overflow : sign | overflow; }
        return code == 0 && !HasNegativeZero ? 0 : sign | (int)code;
    }

    private float Decode(int code)
    {
        int magnitude = code & (_signBit - 1);
        if (code == _notANumber || (HasNegativeZero && magnitude > _largest && magnitude != _infinity)) { return float.NaN; }
        int exponent = magnitude >> _mantissaBits, mantissa = magnitude & ((1 << _mantissaBits) - 1);
        double value = magnitude == _infinity ? double.PositiveInfinity
            : exponent == 0 ? Math.ScaleB(mantissa, 1 - _bias - _mantissaBits)
            : Math.ScaleB(mantissa + (1 << _mantissaBits), exponent - _bias - _mantissaBits);
        return (float)(code >= _signBit ? -value : value);
    }
}
