namespace ModelOps.Registry.PostgreSql;

/// <summary>An S3-compatible store; section <c>ModelOps:Registry:PostgreSql:S3</c> of the configuration.</summary>
public sealed class S3Options
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:PostgreSql:S3";

    /// <summary>Address of the store, without bucket and path, e.g. <c>https://s3.eu-central-1.amazonaws.com</c>. <c>http</c> is taken for a
    /// loopback address only, unless <see cref="AllowHttp"/> is set. Null when artifacts do not lie in S3. Default null.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Bucket; it must exist. Default empty.</summary>
    public string Bucket { get; set; } = string.Empty;

    /// <summary>What all keys begin with, so that several registries may share a bucket; <c>/</c> is put after it. Default <c>modelops</c>.</summary>
    public string Prefix { get; set; } = "modelops";

    /// <summary>Region that signatures are made for. Default <c>us-east-1</c>, which stores without regions expect.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>Access key id; null takes the environment variable <c>AWS_ACCESS_KEY_ID</c>. Default null.</summary>
    public string? AccessKeyId { get; set; }

    /// <summary>Secret access key; null takes the environment variable <c>AWS_SECRET_ACCESS_KEY</c>. Default null.</summary>
    public string? SecretAccessKey { get; set; }

    /// <summary>Token of temporary credentials; null takes the environment variable <c>AWS_SESSION_TOKEN</c> when the keys come from there too. Default null.</summary>
    public string? SessionToken { get; set; }

    /// <summary>Names the bucket in the path (<c>https://host/bucket/key</c>) rather than in the host (<c>https://bucket.host/key</c>). Default true,
    /// which every compatible store understands.</summary>
    public bool PathStyle { get; set; } = true;

    /// <summary>Lets credentials travel over <c>http</c> to another machine. Signatures are safe to be seen, the artifacts are not. Default false.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Leaves the bytes out of the signature, over TLS only, which saves one pass over each upload. Every download is checked against
    /// the digest in the registry either way. Default false.</summary>
    public bool UnsignedPayload { get; set; }

    /// <summary>Bytes of one part of an upload in parts; larger files are uploaded in parts, four at a time. Default 16 MiB; 5 MiB to 1 GiB.</summary>
    public int PartBytes { get; set; } = 16 << 20;

    /// <summary>How long one attempt of a request may take until its answer begins, and how long an answer may pause. Default 100 s; 1 s to 1 hour.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How often a request that is safe to repeat is tried again. Default 4; 0 to 10.</summary>
    public int MaxRetries { get; set; } = 4;
}
