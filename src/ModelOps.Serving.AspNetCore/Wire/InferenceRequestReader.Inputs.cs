using System.Text.Json;
using ModelOps.OpenInference.Wire;

namespace ModelOps.Serving.AspNetCore.Wire;

internal ref partial struct InferenceRequestReader
{
    private static readonly TensorDataType[] DataTypes = Enum.GetValues<TensorDataType>();

    private void ReadInputs()
    {
        WireJson.EnterArray(ref _reader, "inputs");
        while (WireJson.NextItem(ref _reader))
        {
            EnsureObject("inputs", _exchange.Request.Inputs.Count);
            ReadInput();
        }
    }

    private void ReadInput()
    {
        string? name = null;
        TensorDataType? dataType = null;
        int? rank = null;
        long? binarySize = null;
        bool parameters = false;
        bool data = false;
        bool dataRead = false;
        Utf8JsonReader dataAhead = default;
        while (WireJson.NextMember(ref _reader))
        {
            if (_reader.ValueTextEquals("name"u8))
            {
                WireJson.Once(name is not null, "name");
                name = ReadName();
            }
            else if (_reader.ValueTextEquals("datatype"u8))
            {
                WireJson.Once(dataType is not null, "datatype");
                dataType = ReadDataType();
            }
            else if (_reader.ValueTextEquals("shape"u8))
            {
                WireJson.Once(rank is not null, "shape");
                rank = ReadShape();
            }
            else if (_reader.ValueTextEquals("parameters"u8))
            {
                WireJson.Once(parameters, "parameters");
                parameters = true;
                binarySize = ReadBinarySize();
            }
            else if (_reader.ValueTextEquals("data"u8))
            {
                WireJson.Once(data, "data");
                data = true;
                WireJson.EnterArray(ref _reader, "data");
                dataRead = name is not null && dataType is not null && rank is not null;
                if (dataRead)
                {
                    ReadData(ref _reader, name!, dataType!.Value, rank!.Value);
                }
                else
                {
                    dataAhead = _reader;
                    _reader.Skip();
                }
            }
            else
            {
                _reader.Skip();
            }
        }

        if (name is null) { throw WireErrors.Wrong("name", "in each input"); }
        if (dataType is not { } type) { throw Invalid(name, "a datatype, e.g. FP32", "none"); }
        if (rank is not { } dimensions) { throw Invalid(name, "a shape, e.g. [1,4]", "none"); }
        if (data && binarySize is not null) { throw Invalid(name, "either data or binary_data_size", "both"); }
        if (binarySize is { } size) { TakeBinary(name, type, dimensions, size); }
        else if (!data) { throw Invalid(name, "data, or the parameter binary_data_size", "neither"); }
        else if (!dataRead) { ReadData(ref dataAhead, name, type, dimensions); }
    }

    private TensorDataType ReadDataType()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.String)
        {
            if (_reader.ValueTextEquals("FP32"u8)) { return TensorDataType.Float32; } // by far the most
            foreach (TensorDataType dataType in DataTypes)
            {
                if (_reader.ValueTextEquals(dataType.ToName())) { return dataType; }
            }
        }

        throw WireErrors.Wrong("datatype", "BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP16, BF16, FP32, FP64 or BYTES, in upper case");
    }

    private int ReadShape()
    {
        WireJson.EnterArray(ref _reader, "shape");
        int rank = 0;
        while (WireJson.NextItem(ref _reader))
        {
            if (rank == WireShape.MaxRank || _reader.TokenType != JsonTokenType.Number
                || !_reader.TryGetInt64(out long dimension) || dimension < 0)
            {
                throw WireErrors.Wrong("shape", $"at most {WireShape.MaxRank} whole numbers, each 0 or more and below 2^63");
            }

            _exchange.Shape[rank++] = dimension;
        }

        return rank;
    }

    private long? ReadBinarySize()
    {
        long? size = null;
        if (!WireJson.EnterParameters(ref _reader)) { return null; }
        while (WireJson.NextParameter(ref _reader, "binary_data_size"u8))
        {
            WireJson.Once(size is not null, "binary_data_size");
            size = _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out long value) && value >= 0
                ? value
                : throw WireErrors.Wrong("binary_data_size", "a whole number, 0 or more");
        }

        return size;
    }

    private readonly void ReadData(ref Utf8JsonReader reader, string name, TensorDataType dataType, int rank)
    {
        if (dataType is TensorDataType.Float16 or TensorDataType.BFloat16)
        {
            throw Invalid(name, $"{dataType.ToName()} in binary form, with the parameter binary_data_size", "data in JSON, which this datatype does not have");
        }

        // An element is a character and a comma at least: a shape that promises more than the JSON holds must not cost memory.
        ReadOnlySpan<long> shape = _exchange.Shape.AsSpan(0, rank);
        long most = (_json.Length - reader.BytesConsumed) / 2;
        if (WireShape.CountElements(shape) is not { } count || count > most)
        {
            throw Invalid(name, $"as many elements as shape {InferenceTensor.FormatShape(shape)} takes", "fewer");
        }

        TensorJson.Read(ref reader, Add(name, dataType, shape), _exchange.Request.Model.Name);
    }

    private void TakeBinary(string name, TensorDataType dataType, int rank, long size)
    {
        ReadOnlySpan<long> shape = _exchange.Shape.AsSpan(0, rank);
        if (size > _binary.Length)
        {
            throw Invalid(
                name,
                $"{size} bytes as binary_data_size says",
                $"{_binary.Length} bytes after the JSON, whose length the header {WireFormat.JsonLengthHeader} tells");
        }

        WireShape.EnsureHolds(_exchange.Request.Model.Name, name, dataType, shape, (int)size);
        if (Add(name, dataType, shape).TrySetBytes(_binary[..(int)size]) is { } wrong) { throw Invalid(name, "its elements in binary form", wrong); }
        _binary = _binary[(int)size..];
    }

    private readonly InferenceTensor Add(string name, TensorDataType dataType, ReadOnlySpan<long> shape)
    {
        try
        {
            return _exchange.Request.Inputs.Add(name, dataType, shape);
        }
        catch (ArgumentException tooLarge)
        {
            throw new InvalidInferenceRequestException(tooLarge.Message, tooLarge) { Model = _exchange.Request.Model.Name, Tensor = name };
        }
    }

    private readonly InvalidInferenceRequestException Invalid(string input, string expected, string actual) =>
        InvalidInferenceRequestException.ForInput(_exchange.Request.Model.Name, input, expected, actual);
}
