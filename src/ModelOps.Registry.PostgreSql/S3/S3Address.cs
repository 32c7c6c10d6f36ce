namespace ModelOps.Registry.PostgreSql.S3;

/// <summary>Makes the addresses of a bucket and its objects.</summary>
internal sealed class S3Address
{
    private static readonly UriCreationOptions AsIs = new() { DangerousDisablePathAndQueryCanonicalization = true }; // what is signed is what is sent
    private readonly string _authority;
    private readonly string _path;

    public S3Address(Uri endpoint, string bucket, bool pathStyle)
    {
        _authority = pathStyle ? endpoint.GetLeftPart(UriPartial.Authority) : $"{endpoint.Scheme}://{bucket}.{endpoint.Authority}";
        _path = pathStyle ? $"{endpoint.AbsolutePath.TrimEnd('/')}/{S3Encoding.Encode(bucket)}" : endpoint.AbsolutePath.TrimEnd('/');
    }

    /// <summary>Path of an object, or of the bucket when the key is empty.</summary>
    public string PathOf(string key) => key.Length == 0 ? (_path.Length == 0 ? "/" : _path) : $"{_path}/{S3Encoding.EncodeKey(key)}";

    public Uri Of(string key, string query = "") => Create($"{_authority}{PathOf(key)}{(query.Length == 0 ? "" : "?" + query)}");

    private static Uri Create(string address) => Uri.TryCreate(address, in AsIs, out Uri? uri)
        ? uri
        : throw new UriFormatException("The address of the S3 store cannot be made. Check the settings Endpoint and Bucket.");
}
