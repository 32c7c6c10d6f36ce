using System.Text.Json;
using ModelOps.OpenInference.Wire;

namespace ModelOps.OpenInference.Client.Rest;

/// <summary>Reads the JSON of an answer into a response. Tensors in binary form get their room; their bytes follow the JSON.</summary>
internal ref struct InferResponseReader
{
    private readonly RestExchange _exchange;
    private readonly InferenceResponse _response;
    private readonly string _model;
    private readonly ReadOnlySpan<byte> _json;
    private long _binaryLeft;
    private Utf8JsonReader _reader;

    private InferResponseReader(RestExchange exchange, InferenceResponse response, string model, long binaryLength)
    {
        _exchange = exchange;
        _response = response;
        _model = model;
        _json = exchange.Body.Written.Span;
        _binaryLeft = binaryLength;
        _reader = WireJson.ReadObject(_json);
    }

    /// <summary>Fills a response that was reset.</summary>
    /// <param name="exchange">Holds the JSON, and receives the sizes of what follows it.</param>
    /// <param name="response">Receives the outputs.</param>
    /// <param name="model">Model asked for.</param>
    /// <param name="binaryLength">Most bytes that follow the JSON; 0 for none.</param>
    /// <exception cref="InvalidInferenceRequestException">It is not an answer; said as of a request, which reads alike.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static void Read(RestExchange exchange, InferenceResponse response, string model, long binaryLength)
    {
        InferResponseReader reader = new(exchange, response, model, binaryLength);
        reader.ReadResponse();
    }

    private void ReadResponse()
    {
        bool outputs = false;
        while (WireJson.NextMember(ref _reader))
        {
            if (_reader.ValueTextEquals("model_name"u8)) { _response.ModelName = WireJson.ReadText(ref _reader, "model_name"); }
            else if (_reader.ValueTextEquals("model_version"u8)) { _response.ModelVersion = WireJson.ReadOptionalText(ref _reader, "model_version") ?? string.Empty; }
            else if (_reader.ValueTextEquals("id"u8)) { _response.Id = WireJson.ReadOptionalText(ref _reader, "id") is { Length: > 0 } id ? id : null; }
            else if (_reader.ValueTextEquals("parameters"u8)) { ReadParameters(); }
            else if (_reader.ValueTextEquals("outputs"u8))
            {
                WireJson.Once(outputs, "outputs");
                outputs = true;
                WireJson.EnterArray(ref _reader, "outputs");
                while (WireJson.NextItem(ref _reader)) { ReadOutput(); }
            }
            else { _reader.Skip(); }
        }

        _reader.Read(); // refuses anything but white space after the object
        if (!outputs) { throw WireErrors.Wrong("outputs", "an array of the output tensors"); }
        if (_response.ModelName.Length == 0) { _response.ModelName = _model; }
    }

    // A parameter of a kind that the protocol does not have is a peer's extension: it is left out.
    private void ReadParameters()
    {
        if (!WireJson.EnterParameters(ref _reader)) { return; }
        while (WireJson.NextMember(ref _reader))
        {
            string name = _reader.GetString()!;
            Utf8JsonReader value = _reader;
            value.Read();
            if (value.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False)
            {
                _response.Parameters.Set(name, ParameterJson.Read(ref _reader));
                continue;
            }

            _reader.Skip();
        }
    }

    private void ReadOutput()
    {
        if (_reader.TokenType != JsonTokenType.StartObject) { throw WireErrors.Wrong("outputs", "an array of objects"); }
        string? name = null;
        TensorDataType? dataType = null;
        int rank = -1;
        long? binarySize = null;
        Utf8JsonReader data = default;
        bool hasData = false;
        while (WireJson.NextMember(ref _reader))
        {
            if (_reader.ValueTextEquals("name"u8)) { name = WireJson.ReadText(ref _reader, "name"); }
            else if (_reader.ValueTextEquals("datatype"u8))
            {
                dataType = TensorDataTypes.TryParse(WireJson.ReadText(ref _reader, "datatype"), out TensorDataType known) ? known : throw WireErrors.Wrong("datatype", "one of the protocol's");
            }
            else if (_reader.ValueTextEquals("shape"u8)) { rank = ReadShape(); }
            else if (_reader.ValueTextEquals("parameters"u8)) { binarySize = ReadBinarySize(); }
            else if (_reader.ValueTextEquals("data"u8))
            {
                WireJson.EnterArray(ref _reader, "data");
                data = _reader;
                hasData = true;
                _reader.Skip();
            }
            else { _reader.Skip(); }
        }

        if (name is null || dataType is not { } type || rank < 0) { throw WireErrors.Wrong("outputs", "an array of objects with name, datatype and shape"); }
        if (hasData == binarySize is not null) { throw WireErrors.Wrong(name, "an output with either data or binary_data_size"); }
        if (binarySize is { } size) { MakeRoom(name, type, rank, size); }
        else { ReadData(ref data, name, type, rank); }
    }

    private int ReadShape()
    {
        WireJson.EnterArray(ref _reader, "shape");
        int rank = 0;
        while (WireJson.NextItem(ref _reader))
        {
            if (rank == WireShape.MaxRank || _reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt64(out long dimension) || dimension < 0)
            {
                throw WireErrors.Wrong("shape", $"at most {WireShape.MaxRank} whole numbers, each 0 or more");
            }

            _exchange.Shape[rank++] = dimension;
        }

        return rank;
    }

    private long? ReadBinarySize()
    {
        long? size = null;
        if (!WireJson.EnterParameters(ref _reader)) { return null; }
        while (WireJson.NextMember(ref _reader))
        {
            bool isSize = _reader.ValueTextEquals("binary_data_size"u8);
            if (!isSize) { _reader.Skip(); continue; }
            _reader.Read();
            size = _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out long value) && value >= 0 ? value : throw WireErrors.Wrong("binary_data_size", "a whole number, 0 or more");
        }

        return size;
    }

    private void MakeRoom(string name, TensorDataType type, int rank, long size)
    {
        ReadOnlySpan<long> shape = _exchange.Shape.AsSpan(0, rank);
        if (size > _binaryLeft) { throw WireErrors.Wrong("binary_data_size", $"the length of output '{name}', no more than follows the JSON"); }
        _binaryLeft -= size;
        WireShape.EnsureHolds(_model, name, type, shape, (int)size);
        _response.Outputs.Add(name, type, shape);
        _exchange.BinarySizes.Add((int)size);
    }

    private void ReadData(ref Utf8JsonReader data, string name, TensorDataType type, int rank)
    {
        ReadOnlySpan<long> shape = _exchange.Shape.AsSpan(0, rank);

        // An element is a character and a comma at least: a shape that promises more than the JSON holds must not cost memory.
        bool fits = WireShape.CountElements(shape) is { } count && count <= (_json.Length - data.BytesConsumed) / 2;
        if (type is TensorDataType.Float16 or TensorDataType.BFloat16 || !fits) { throw WireErrors.Wrong(name, "an output whose data is what its datatype and shape say"); }
        TensorJson.Read(ref data, _response.Outputs.Add(name, type, shape), _model);
        _exchange.BinarySizes.Add(-1);
    }
}
