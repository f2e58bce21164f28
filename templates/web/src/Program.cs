using BigBen.ServiceName;
using BigBen.ServiceDefaults;

return await ServiceProgram.RunAsync(args, Service.Build);
