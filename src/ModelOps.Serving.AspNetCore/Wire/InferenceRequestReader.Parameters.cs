using System.Text.Json;
using ModelOps.OpenInference.Wire;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.Wire;

internal ref partial struct InferenceRequestReader
{
    private void ReadParameters()
    {
        bool binary = false;
        if (!WireJson.EnterParameters(ref _reader)) { return; }
        while (WireJson.NextMember(ref _reader))
        {
            if (_reader.ValueTextEquals("binary_data_output"u8))
            {
                WireJson.Once(binary, "binary_data_output");
                binary = true;
                _reader.Read();
                _exchange.BinaryByDefault = WireJson.ToBool(ref _reader, "binary_data_output");
                continue;
            }

            if (_reader.ValueSpan.Length > WireJson.MaxTextBytes)
            {
                throw WireErrors.Wrong("parameters", $"an object whose names have at most {WireJson.MaxTextBytes} bytes");
            }

            string name = _reader.GetString()!;
            RequestParameters.Apply(_exchange.Request, name, ParameterJson.Read(ref _reader), _timeProvider);
        }
    }

    private OutputForm ReadOutputForm()
    {
        bool? binary = null;
        int? classes = null;
        if (!WireJson.EnterParameters(ref _reader)) { return default; }
        while (WireJson.NextMember(ref _reader))
        {
            if (_reader.ValueTextEquals("binary_data"u8))
            {
                WireJson.Once(binary is not null, "binary_data");
                _reader.Read();
                binary = WireJson.ToBool(ref _reader, "binary_data");
            }
            else if (_reader.ValueTextEquals("classification"u8))
            {
                WireJson.Once(classes is not null, "classification");
                _reader.Read();
                classes = _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out int most) && most > 0
                    ? most
                    : throw WireErrors.Wrong("classification", "a whole number of classes, 1 or more");
            }
            else if (_reader.ValueTextEquals("shared_memory_region"u8))
            {
                throw new InvalidInferenceRequestException("Shared memory is not served. Leave out the parameter 'shared_memory_region'; outputs come in the answer.");
            }
            else
            {
                ParameterJson.Skip(ref _reader);
            }
        }

        return new OutputForm(binary, classes ?? 0);
    }
}
