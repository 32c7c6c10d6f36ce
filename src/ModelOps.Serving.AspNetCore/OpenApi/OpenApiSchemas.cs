namespace ModelOps.Serving.AspNetCore.OpenApi;

/// <summary>Schemas of requests and answers, in JSON Schema 2020-12, which OpenAPI 3.1 takes over.</summary>
internal static class OpenApiSchemas
{
    public static ReadOnlySpan<byte> Json =>
        """
        {
          "ServerMetadata": {"type":"object","required":["name","version","extensions"],"properties":{
            "name":{"type":"string"},"version":{"type":"string"},"extensions":{"type":"array","items":{"type":"string"}}}},
          "Live": {"type":"object","required":["live"],"properties":{"live":{"type":"boolean"}}},
          "Ready": {"type":"object","required":["ready"],"properties":{"ready":{"type":"boolean"}}},
          "ModelReady": {"type":"object","required":["name","ready"],"properties":{"name":{"type":"string"},"ready":{"type":"boolean"}}},
          "TensorMetadata": {"type":"object","required":["name","datatype","shape"],"properties":{
            "name":{"type":"string"},"datatype":{"$ref":"#/components/schemas/DataType"},"shape":{"$ref":"#/components/schemas/Shape"}}},
          "ModelMetadata": {"type":"object","required":["name","platform"],"properties":{
            "name":{"type":"string"},"versions":{"type":"array","items":{"type":"string"}},"platform":{"type":"string"},
            "inputs":{"type":"array","items":{"$ref":"#/components/schemas/TensorMetadata"}},
            "outputs":{"type":"array","items":{"$ref":"#/components/schemas/TensorMetadata"}},
            "properties":{"type":"object","additionalProperties":{"type":"string"}}}},
          "DataType": {"type":"string","enum":["BOOL","UINT8","UINT16","UINT32","UINT64","INT8","INT16","INT32","INT64","FP16","BF16","FP32","FP64","BYTES"]},
          "Shape": {"type":"array","items":{"type":"integer","format":"int64","minimum":-1},"maxItems":64},
          "Parameters": {"type":"object","additionalProperties":{"type":["string","number","boolean"]}},
          "TensorData": {"type":"array","description":"Row-major; flat, or nested as the shape is. An output's number that is not finite is null.",
            "items":{"anyOf":[{"$ref":"#/components/schemas/TensorData"},{"type":["number","string","boolean","null"]}]}},
          "RequestInput": {"type":"object","required":["name","shape","datatype"],"properties":{
            "name":{"type":"string"},"shape":{"$ref":"#/components/schemas/Shape"},"datatype":{"$ref":"#/components/schemas/DataType"},
            "parameters":{"$ref":"#/components/schemas/Parameters"},"data":{"$ref":"#/components/schemas/TensorData"}}},
          "RequestOutput": {"type":"object","required":["name"],"properties":{
            "name":{"type":"string"},"parameters":{"$ref":"#/components/schemas/Parameters"}}},
          "InferenceRequest": {"type":"object","required":["inputs"],"properties":{
            "id":{"type":"string"},"parameters":{"$ref":"#/components/schemas/Parameters"},
            "inputs":{"type":"array","items":{"$ref":"#/components/schemas/RequestInput"},"maxItems":4096},
            "outputs":{"type":"array","items":{"$ref":"#/components/schemas/RequestOutput"},"maxItems":4096}}},
          "ResponseOutput": {"type":"object","required":["name","shape","datatype"],"properties":{
            "name":{"type":"string"},"shape":{"$ref":"#/components/schemas/Shape"},"datatype":{"$ref":"#/components/schemas/DataType"},
            "parameters":{"$ref":"#/components/schemas/Parameters"},"data":{"$ref":"#/components/schemas/TensorData"}}},
          "InferenceResponse": {"type":"object","required":["model_name","outputs"],"properties":{
            "model_name":{"type":"string"},"model_version":{"type":"string"},"id":{"type":"string"},
            "parameters":{"$ref":"#/components/schemas/Parameters"},
            "outputs":{"type":"array","items":{"$ref":"#/components/schemas/ResponseOutput"}}}},
          "Duration": {"type":"object","required":["count","ns"],"properties":{
            "count":{"type":"integer","format":"int64"},"ns":{"type":"integer","format":"int64"}}},
          "Durations": {"type":"object","additionalProperties":{"$ref":"#/components/schemas/Duration"}},
          "Statistics": {"type":"object","required":["model_stats"],"properties":{"model_stats":{"type":"array","items":{
            "type":"object","required":["name","version","inference_stats"],"properties":{
              "name":{"type":"string"},"version":{"type":"string"},"last_inference":{"type":"integer","format":"int64"},
              "inference_count":{"type":"integer","format":"int64"},"execution_count":{"type":"integer","format":"int64"},
              "inference_stats":{"$ref":"#/components/schemas/Durations"},"response_stats":{"type":"object"},
              "batch_stats":{"type":"array","items":{"type":"object"}},"memory_usage":{"type":"array","items":{"type":"object"}}}}}}},
          "ModelConfig": {"type":"object","required":["name","platform","max_batch_size","input","output"],"properties":{
            "name":{"type":"string"},"platform":{"type":"string"},"backend":{"type":"string"},"version_policy":{"type":"object"},
            "max_batch_size":{"type":"integer"},"input":{"type":"array","items":{"$ref":"#/components/schemas/ModelConfigTensor"}},
            "output":{"type":"array","items":{"$ref":"#/components/schemas/ModelConfigTensor"}},"dynamic_batching":{"type":"object"},
            "parameters":{"type":"object","additionalProperties":{"type":"object","properties":{"string_value":{"type":"string"}}}}}},
          "ModelConfigTensor": {"type":"object","required":["name","data_type","dims"],"properties":{
            "name":{"type":"string"},"data_type":{"type":"string"},"dims":{"type":"array","items":{"type":"integer","format":"int64"}}}},
          "RepositoryIndexRequest": {"type":"object","properties":{"ready":{"type":"boolean"}}},
          "RepositoryIndex": {"type":"array","items":{"type":"object","required":["name","state","reason"],"properties":{
            "name":{"type":"string"},"version":{"type":"string"},
            "state":{"type":"string","enum":["UNKNOWN","READY","UNAVAILABLE","LOADING","UNLOADING"]},"reason":{"type":"string"}}}},
          "RepositoryLoadRequest": {"type":"object","properties":{"parameters":{"type":"object",
            "properties":{"config":{"type":"string","contentMediaType":"application/json"}},
            "patternProperties":{"^file:":{"type":"string","contentEncoding":"base64"}},"additionalProperties":false}}},
          "RepositoryUnloadRequest": {"type":"object","properties":{"parameters":{"type":"object","properties":{"unload_dependents":{"type":"boolean"}}}}},
          "Empty": {"type":"object"},
          "OpenApi": {"type":"object","required":["openapi","info"],"properties":{"openapi":{"type":"string"},"info":{"type":"object"}}},
          "TraceSetting": {"type":"object","properties":{
            "trace_level":{"type":"array","items":{"type":"string","enum":["OFF","TIMESTAMPS"]}},"trace_rate":{"type":"string"},
            "trace_count":{"type":"string"},"log_frequency":{"type":"string"},"trace_file":{"type":"string"}}},
          "TraceSettingRequest": {"type":"object","additionalProperties":false,"properties":{
            "trace_level":{"type":["array","string","null"]},"trace_rate":{"type":["string","integer","null"]},
            "trace_count":{"type":["string","integer","null"]},"log_frequency":{"type":["string","integer","null"]},"trace_file":{"type":["string","null"]}}},
          "Logging": {"type":"object","properties":{
            "log_file":{"type":"string"},"log_info":{"type":"boolean"},"log_warning":{"type":"boolean"},"log_error":{"type":"boolean"},
            "log_verbose_level":{"type":"integer","minimum":0},"log_format":{"type":"string"}}},
          "LoggingRequest": {"$ref":"#/components/schemas/Logging"},
          "Error": {"type":"object","required":["error"],"properties":{
            "error":{"type":"string"},"code":{"type":"string"},"model":{"type":"string"},"input":{"type":"string"},
            "expected":{"type":"string"},"actual":{"type":"string"},"retry_after":{"type":"integer"},
            "errors":{"type":"array","items":{"type":"object","required":["rule","expected"],"properties":{"input":{"type":"string"},"row":{"type":"integer"},
            "column":{"type":"integer"},"rule":{"type":"string"},"expected":{"type":"string"},"actual":{"type":"string"}}}}}}
        }
        """u8;
}
